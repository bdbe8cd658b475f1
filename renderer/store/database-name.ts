/** One per server and agent. */
export function databaseName(serverUrl: string, agentId: string): string {
  return `casque ${new URL(serverUrl).origin} ${agentId}`;
}
