import type { NetworkDecision } from '../../../domain/network/network-decision.js';
import { NOTIFICATIONS } from '../../../protocol/methods.js';
import type { NetworkPolicyDecisionParams } from '../../../protocol/network.js';

/** Serializes a decision about the network, made at this time, as `network/policyDecision`. */
export const encodeDecision = (
  { processId, scope, decision, source, reason, protocol, host, port, ...rest }: NetworkDecision,
  now: Date,
): string => {
  const { method, client, isOverride: policyOverride } = rest;
  const params: NetworkPolicyDecisionParams = {
    processId,
    timestamp: now.toISOString(),
    scope,
    decision,
    source,
    reason,
    protocol,
    host,
    port,
    ...(method !== undefined && { method }),
    client,
    policyOverride,
  };
  return JSON.stringify({ method: NOTIFICATIONS.networkPolicyDecision, params });
};
