import { SearchReply, maxSearchTickets, type SearchRequest } from '../../../domain/wire/search.ts';
import { protocolVersion } from '../../../domain/wire/sync.ts';
import type { SearchFilter } from '../contract.ts';
import type { Platform } from '../platform.ts';
import { post, type Credentials } from '../sync/http.ts';

/** What the server has of it, on this machine or not. Throws CodedError. */
export async function askServer(
  platform: Pick<Platform, 'fetch' | 'after' | 'now'>,
  credentials: Credentials,
  text: string,
  filter: SearchFilter,
  country: string,
): Promise<SearchReply> {
  const request: SearchRequest = {
    protocol: protocolVersion,
    text: text.slice(0, 200),
    country,
    ...filter,
    states: [...filter.states],
    limit: maxSearchTickets,
  };
  return await post(platform, credentials, '/v1/search', request, SearchReply);
}
