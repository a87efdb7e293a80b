/** The part of CloudFront's event that is changed here. */
interface ViewerRequestEvent {
  readonly request: ViewerRequest;
}

interface ViewerRequest {
  /** The path, percent-encoded as the client sent it, without the query. */
  uri: string;
  readonly headers: Record<string, { value: string }>;
}

/**
 * Moves the path that a client asked for to the header `ws-uri`: the API knows no paths and refuses them. What the client
 * itself sent as `ws-uri` is overwritten. Runs as a CloudFront function: no modules, no Node, about a millisecond.
 */
export function handler(event: ViewerRequestEvent): ViewerRequest {
  const request = event.request;
  request.headers["ws-uri"] = { value: request.uri };
  request.uri = "/";
  return request;
}
