/**
 * Keeps the worker's own address from a stage: it is drawn at random, and errors of the runtime name it
 * where they resolve a relative URL. Its text is sent to the worker, so it uses nothing from outside
 * itself.
 *
 * @module
 */

/** Makes `Response.redirect`, and what reaches the network where it is there, ask for whole URLs. */
export function requireAbsoluteUrls(): void {
  const { apply, construct } = Reflect;
  const Url = URL;
  const { redirect } = Response;
  /** The text of a URL, once it reads without a base. */
  const absolute = (given: unknown): string => {
    const text = `${given}`;
    new Url(text);
    return text;
  };
  const redirectTo = (url: unknown, status?: number): Response =>
    apply(redirect, Response, [absolute(url), status]);
  Reflect.set(Response, "redirect", redirectTo.bind(null));

  if (typeof Request !== "function") return;
  const NetRequest = Request;
  const urlOf = Object.getOwnPropertyDescriptor(Request.prototype, "url")!.get!;
  const isRequest = (given: unknown): boolean => {
    try {
      apply(urlOf, given, []);
      return true;
    } catch {
      return false;
    }
  };
  const input = (given: unknown): unknown => isRequest(given) ? given : absolute(given);
  const request = fetch;
  const fetchFrom = (from: unknown, init: unknown): Promise<Response> =>
    apply(request, undefined, [input(from) as Request, init as RequestInit]);
  Reflect.set(globalThis, "fetch", fetchFrom.bind(null));
  const handler: ProxyHandler<typeof Request> = Object.assign(Object.create(null), {
    construct: (target: typeof Request, given: unknown[], made: typeof Request) =>
      construct(target, [input(given[0]), given[1]], made),
  });
  const GuardedRequest = new Proxy(NetRequest, handler);
  Reflect.set(NetRequest.prototype, "constructor", GuardedRequest);
  Reflect.set(globalThis, "Request", GuardedRequest);
}
