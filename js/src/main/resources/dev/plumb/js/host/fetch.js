// fetch with Headers, Request and Response: http and https by the JDK's client, files below the granted folder, blob: and data: URLs.
(function ($) {
  'use strict';
  const host = $.native.host;
  const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
  const NULL_BODY = new Set([101, 103, 204, 205, 304]);

  function headerName(name) {
    const text = String(name);
    if (!TOKEN.test(text)) {
      throw new TypeError(`Headers: ${text} is not a header's name`);
    }
    return text.toLowerCase();
  }

  function headerValue(value) {
    const text = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
    if (/[\0\n\r]/.test(text) || /[^\0-\xff]/.test(text)) {
      throw new TypeError('Headers: a header\'s value has characters that it cannot have');
    }
    return text;
  }

  const Headers = $.hostInterface('Headers', class Headers {
    #list = [];

    constructor(init = undefined) {
      if (init === undefined) {
        return;
      }
      if (init === null || typeof init !== 'object') {
        throw new TypeError('Headers: the argument is no list of headers');
      }
      const pairs = typeof init[Symbol.iterator] === 'function' ? init : Object.entries(init);
      for (const [name, value, ...more] of pairs) {
        if (value === undefined || more.length) {
          throw new TypeError('Headers: a pair has not two members');
        }
        this.append(name, value);
      }
    }

    append(name, value) {
      this.#list.push([headerName(name), headerValue(value)]);
    }

    delete(name) {
      const key = headerName(name);
      this.#list = this.#list.filter(([n]) => n !== key);
    }

    get(name) {
      const key = headerName(name);
      const values = this.#list.filter(([n]) => n === key).map(([, value]) => value);
      return values.length ? values.join(', ') : null;
    }

    getSetCookie() {
      return this.#list.filter(([n]) => n === 'set-cookie').map(([, value]) => value);
    }

    has(name) {
      const key = headerName(name);
      return this.#list.some(([n]) => n === key);
    }

    set(name, value) {
      this.delete(name);
      this.append(name, value);
    }

    forEach(callback, thisArg) {
      for (const [name, value] of this.entries()) {
        Reflect.apply(callback, thisArg, [value, name, this]);
      }
    }

    *entries() {
      const names = [...new Set(this.#list.map(([name]) => name))].sort();
      for (const name of names) {
        if (name === 'set-cookie') {
          yield* this.getSetCookie().map((value) => $.adopt([name, value]));
        } else {
          yield $.adopt([name, this.get(name)]);
        }
      }
    }

    *keys() {
      for (const [name] of this.entries()) {
        yield name;
      }
    }

    *values() {
      for (const [, value] of this.entries()) {
        yield value;
      }
    }
  });
  Object.defineProperty(Headers.prototype, Symbol.iterator, { value: Headers.prototype.entries, writable: true, configurable: true });

  // The bytes of a body and the type that goes with them.
  function extract(body) {
    if (body === null || body === undefined) {
      return { bytes: null, type: null };
    }
    if ($.isBlob(body)) {
      return { bytes: $.blobBytes(body), type: body.type || null };
    }
    if (body instanceof URLSearchParams) {
      return { bytes: $.utf8(String(body)), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
    }
    if ($.bytesOf(body)) {
      return { bytes: $.copyOf(body), type: null };
    }
    if (body instanceof ReadableStream) {
      return { stream: body, bytes: null, type: null };
    }
    return { bytes: $.utf8(String(body)), type: 'text/plain;charset=UTF-8' };
  }

  async function drain(stream) {
    const parts = [];
    const reader = stream.getReader();
    for (;;) {
      const { value: part, done } = await $.inward(reader.read());
      if (done) {
        break;
      }
      if (!(part instanceof Uint8Array)) {
        throw new TypeError('a body\'s stream gave what is not a Uint8Array');
      }
      parts.push(part);
    }
    return $.blobBytes(new Blob(parts));
  }

  class Body {
    #bytes;
    #stream;
    #isUsed = false;

    constructor({ bytes, stream }) {
      this.#bytes = bytes;
      this.#stream = stream;
    }

    get body() {
      if (this.#stream === undefined && this.#bytes !== null) {
        this.#stream = $.blobOf(this.#bytes).stream();
      }
      return this.#stream ?? null;
    }

    get bodyUsed() {
      return this.#isUsed || (this.#stream ? $.isDisturbed(this.#stream) : false);
    }

    async #take() {
      if (this.bodyUsed || this.#stream?.locked) {
        throw new TypeError('the body has been read already');
      }
      if (this.#stream) {
        return drain(this.#stream);
      }
      this.#isUsed = this.#bytes !== null;
      return this.#bytes ?? new ArrayBuffer(0);
    }

    async arrayBuffer() {
      return this.#take();
    }

    async bytes() {
      return new Uint8Array(await this.#take());
    }

    async blob() {
      return $.blobOf(await this.#take(), this.headers.get('content-type') ?? '');
    }

    async text() {
      return new TextDecoder().decode(await this.#take());
    }

    async json() {
      return JSON.parse($.utf8Text(await this.#take()));
    }

    static bytesOf(body) {
      if (body.bodyUsed) {
        throw new TypeError('the body has been read already');
      }
      if (body.#stream && body.#bytes === null) {
        const [mine, other] = body.#stream.tee();
        body.#stream = mine;
        return { bytes: null, stream: other };
      }
      return { bytes: body.#bytes === null ? null : body.#bytes.slice(0) };
    }

    static take(body) {
      return body.#take();
    }
  }
  const { bytesOf: copyBody, take: takeBody } = Body;
  delete Body.bytesOf;
  delete Body.take;

  const FORBIDDEN_METHODS = new Set(['CONNECT', 'TRACE', 'TRACK']);
  function methodOf(text) {
    const upper = text.toUpperCase();
    if (!TOKEN.test(text) || FORBIDDEN_METHODS.has(upper)) {
      throw new TypeError(`Request: ${text} is not a method that can be used`);
    }
    return ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH'].includes(upper) ? upper : text;
  }

  const Request = $.hostInterface('Request', class Request extends Body {
    #url;
    #method;
    #headers;
    #signal;
    #redirect;

    constructor(input, init = {}) {
      $.requireArguments(1, arguments.length, 'Request');
      const from = input instanceof Request ? input : null;
      const method = methodOf(String(init?.method ?? from?.method ?? 'GET'));
      const given = init?.body ?? null;
      if (given !== null && (method === 'GET' || method === 'HEAD')) {
        throw new TypeError(`Request: a ${method} has no body`);
      }
      const content = given !== null || !from ? extract(given) : copyBody(from);
      super(content);
      this.#url = from ? from.url : new URL(String(input), location.href).href;
      this.#method = method;
      this.#headers = new Headers(init?.headers ?? from?.headers);
      if (content.type && !this.#headers.has('content-type')) {
        this.#headers.set('content-type', content.type);
      }
      this.#signal = init?.signal ?? from?.signal ?? new AbortController().signal;
      this.#redirect = init?.redirect ?? from?.redirect ?? 'follow';
    }

    get url() {
      return this.#url;
    }

    get method() {
      return this.#method;
    }

    get headers() {
      return this.#headers;
    }

    get signal() {
      return this.#signal;
    }

    get redirect() {
      return this.#redirect;
    }

    clone() {
      return new Request(this);
    }
  });

  let makeResponse;
  const Response = $.hostInterface('Response', class Response extends Body {
    #status;
    #statusText;
    #headers;
    #url = '';
    #type = 'default';
    #redirected = false;

    static {
      makeResponse = (body, init, url, type, redirected) => {
        const response = new Response(body, init);
        response.#url = url;
        response.#type = type;
        response.#redirected = redirected;
        return response;
      };
    }

    constructor(body = null, init = {}) {
      const status = init?.status === undefined ? 200 : Number(init.status);
      if (!(status >= 200 && status <= 599)) {
        throw new RangeError(`Response: ${status} is not a status from 200 to 599`);
      }
      if (body !== null && body !== undefined && NULL_BODY.has(status)) {
        throw new TypeError(`Response: a ${status} has no body`);
      }
      const content = extract(body);
      super(content);
      this.#status = status;
      this.#statusText = String(init?.statusText ?? '');
      this.#headers = new Headers(init?.headers);
      if (content.type && !this.#headers.has('content-type')) {
        this.#headers.set('content-type', content.type);
      }
    }

    static error() {
      const response = makeResponse(null, {}, '', 'error', false);
      response.#status = 0;
      return response;
    }

    static json(data, init = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has('content-type')) {
        headers.set('content-type', 'application/json');
      }
      return new Response(JSON.stringify(data), { ...init, headers });
    }

    get status() {
      return this.#status;
    }

    get ok() {
      return this.#status >= 200 && this.#status < 300;
    }

    get statusText() {
      return this.#statusText;
    }

    get headers() {
      return this.#headers;
    }

    get url() {
      return this.#url;
    }

    get type() {
      return this.#type;
    }

    get redirected() {
      return this.#redirected;
    }

    clone() {
      const { bytes, stream } = copyBody(this);
      const init = { status: this.#status || 200, statusText: this.#statusText, headers: this.#headers };
      return makeResponse(stream ?? (bytes && !NULL_BODY.has(this.#status) ? bytes : null), init, this.#url, this.#type, this.#redirected);
    }
  });

  function local(url) {
    const blob = url.startsWith('blob:') ? $.objectOf(url) : undefined;
    if ($.isBlob(blob)) {
      return makeResponse(blob, { statusText: 'OK' }, url, 'basic', false);
    }
    const data = /^data:([^,]*?)(;base64)?,([^#]*)/s.exec(url);
    if (data) {
      const text = decodeURIComponent(data[3]);
      const bytes = data[2] ? Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) : text;
      return makeResponse(bytes, { headers: { 'content-type': data[1] || 'text/plain;charset=US-ASCII' } }, url, 'basic', false);
    }
    return null;
  }

  $.expose('fetch', function fetch(input, init = {}) {
    return $.promise((resolve, reject) => {
      $.requireArguments(1, arguments.length, 'fetch');
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      const found = local(request.url);
      if (found) {
        resolve(found);
        return;
      }
      if (/^(blob|data):/.test(request.url)) {
        throw new TypeError(`fetch: nothing is at ${request.url}`);
      }
      const body = request.method === 'GET' || request.method === 'HEAD' || request.body === null ? Promise.resolve(null) : takeBody(request);
      body.then((bytes) => {
        const url = request.url.split('#')[0];
        let forget = () => {};
        // the answer comes on a task of its own: an error's text, or what the server said
        const cancel = host.fetch(url, request.method, [...request.headers].flat(), bytes, request.redirect,
          (error, status, statusText, headers, content, finalUrl) => {
            forget();
            if (error !== null) {
              reject(new TypeError(`fetch: ${error}`));
              return;
            }
            const pairs = [];
            for (let i = 0; i < headers.length; i += 2) {
              pairs.push([headers[i], headers[i + 1]]);
            }
            const buffer = NULL_BODY.has(status) ? null : content;
            resolve(makeResponse(buffer, { status, statusText, headers: pairs }, finalUrl, 'basic', finalUrl !== url));
          });
        forget = $.abortSignal.onAbort(request.signal, () => {
          cancel();
          reject(request.signal.reason);
        });
      }).catch(reject);
    });
  });
  // the text of a script at some place
  $.textAt = async (place) => {
    const response = await fetch(place);
    if (!response.ok) {
      throw new TypeError(`no script at ${place}`);
    }
    return $.inward(response.text());
  };
})
