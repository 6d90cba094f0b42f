const { default: HasteMap } = require('jest-haste-map');

/** Jest would start a process for each worker, and have them search all bundles for imports, which only its `--watch` and `--onlyChanged` use. */
const withoutImports = (options) => ({ ...options, computeDependencies: false, maxWorkers: 1 });

/** The files that Jest knows of, for `haste.hasteMapModulePath`. */
module.exports = class BundleMap extends HasteMap {
  #options;

  constructor(options) {
    super(withoutImports(options));
    this.#options = withoutImports(options);
  }

  async build() {
    await this.setupCachePath(this.#options);
    return await super.build();
  }
};
