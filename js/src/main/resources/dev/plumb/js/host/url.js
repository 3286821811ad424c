// URL and URLSearchParams after the URL standard (https://url.spec.whatwg.org/).
(function ($) {
  'use strict';
  const host = $.native.host;
  const SPECIAL = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21', 'file:': '' };
  const isSpecial = (url) => Object.hasOwn(SPECIAL, url.protocol);

  const FRAGMENT = ' "<>`';
  const QUERY = ' "#<>';
  const PATH = QUERY + '?^`{}';
  const USERINFO = PATH + '/:;=@[\\]|';
  const COMPONENT = USERINFO + '$&+,%';

  function percent(character) {
    return Array.from(new Uint8Array($.utf8(character)), (b) => '%' + b.toString(16).toUpperCase().padStart(2, '0')).join('');
  }

  function encode(text, set) {
    let out = '';
    for (const c of text) {
      out += c <= '\x1f' || c > '~' || set.includes(c) ? percent(c) : c;
    }
    return out;
  }

  function decodeBytes(text) {
    if (!/%[0-9A-Fa-f]{2}/.test(text)) {
      return text;
    }
    const bytes = [];
    const raw = new Uint8Array($.utf8(text));
    for (let i = 0; i < raw.length; i++) {
      const hex = raw[i] === 0x25 ? String.fromCharCode(raw[i + 1], raw[i + 2]) : '';
      if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
        bytes.push(parseInt(hex, 16));
        i += 2;
      } else {
        bytes.push(raw[i]);
      }
    }
    return $.utf8Text(new Uint8Array(bytes).buffer);
  }

  function parseIpv4(text) {
    const parts = text.split('.');
    if (parts.at(-1) === '' && parts.length > 1) {
      parts.pop();
    }
    const last = parts.at(-1);
    if (!/^\d+$/.test(last) && !/^0[xX][0-9A-Fa-f]*$/.test(last)) {
      return undefined;
    }
    const numbers = parts.map((part) => {
      if (/^0[xX][0-9A-Fa-f]*$/.test(part)) {
        return parseInt(part.slice(2) || '0', 16);
      }
      return /^0[0-7]+$/.test(part) ? parseInt(part, 8) : /^(0|[1-9]\d*)$/.test(part) ? Number(part) : NaN;
    });
    const end = numbers.pop();
    if (parts.length > 4 || Number.isNaN(end) || numbers.some((n) => !(n <= 255)) || end >= 256 ** (4 - numbers.length)) {
      return null;
    }
    let address = end;
    numbers.forEach((n, i) => { address += n * 256 ** (3 - i); });
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
  }

  function parseIpv6(text) {
    let body = text;
    const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
    if (dotted) {
      const bytes = dotted[2].split('.').map(Number);
      if (bytes.some((b) => b > 255) || /(^|\.)0\d/.test(dotted[2])) {
        return null;
      }
      body = dotted[1] + ((bytes[0] << 8) | bytes[1]).toString(16) + ':' + ((bytes[2] << 8) | bytes[3]).toString(16);
    }
    const halves = body.split('::');
    const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
    const all = groups.flat();
    if (halves.length > 2 || all.some((g) => !/^[0-9A-Fa-f]{1,4}$/.test(g)) || (halves.length === 2 ? all.length > 7 : all.length !== 8)) {
      return null;
    }
    const numbers = halves.length === 2
      ? [...groups[0], ...Array(8 - all.length).fill('0'), ...groups[1]]
      : groups[0];
    const pieces = numbers.map((g) => parseInt(g, 16));
    let best = { at: -1, length: 1 };
    for (let i = 0; i < 8; i++) {
      let length = 0;
      while (pieces[i + length] === 0) {
        length++;
      }
      if (length > best.length) {
        best = { at: i, length };
      }
    }
    const hex = pieces.map((p) => p.toString(16));
    return best.at < 0 ? `[${hex.join(':')}]`
      : `[${hex.slice(0, best.at).join(':')}::${hex.slice(best.at + best.length).join(':')}]`;
  }

  function parseHost(text, special) {
    if (text.startsWith('[')) {
      return text.endsWith(']') ? parseIpv6(text.slice(1, -1)) : null;
    }
    if (!special) {
      return /[\0\t\n\r #/:<>?@[\\\]^|]/.test(text) ? null : encode(text, '');
    }
    const ascii = host.domainToAscii(decodeBytes(text));
    if (!ascii || /[\0-\x20"#%/:<>?@[\\\]^`{|}\x7f]/.test(ascii)) {
      return null;
    }
    const ipv4 = parseIpv4(ascii);
    return ipv4 === undefined ? ascii : ipv4;
  }

  function setAuthority(url, text) {
    let rest = text;
    const at = text.lastIndexOf('@');
    if (at >= 0) {
      const [name, ...password] = text.slice(0, at).split(':');
      url.username = encode(name, USERINFO);
      url.password = encode(password.join(':'), USERINFO);
      rest = text.slice(at + 1);
    }
    const port = /:(\d*)$/.exec(rest);
    if (port && !(rest.startsWith('[') && !rest.slice(0, port.index).endsWith(']'))) {
      rest = rest.slice(0, port.index);
      if (Number(port[1]) > 65535) {
        return false;
      }
      url.port = port[1] === '' || String(Number(port[1])) === SPECIAL[url.protocol] ? '' : String(Number(port[1]));
    } else if (/^[^[]*:/.test(rest)) {
      return false;
    }
    if (rest === '') {
      return !isSpecial(url) && at < 0 && !port ? ((url.host = ''), true) : false;
    }
    url.host = parseHost(rest, isSpecial(url));
    return url.host !== null;
  }

  const isDrive = (segment) => /^[A-Za-z][:|]$/.test(segment);
  function setPath(url, text, start) {
    const path = [...start];
    const segments = (isSpecial(url) ? text.replaceAll('\\', '/') : text).split('/');
    segments.forEach((raw, i) => {
      const isLast = i === segments.length - 1;
      const plain = raw.replace(/%2e/gi, '.');
      if (plain === '..') {
        if (!(url.protocol === 'file:' && path.length === 1 && /^[A-Za-z]:$/.test(path[0]))) {
          path.pop();
        }
        if (isLast) {
          path.push('');
        }
      } else if (plain === '.') {
        if (isLast) {
          path.push('');
        }
      } else {
        path.push(url.protocol === 'file:' && path.length === 0 && isDrive(raw) ? raw[0] + ':' : encode(raw, PATH));
      }
    });
    url.path = path;
  }

  function split(text) {
    const hash = text.indexOf('#');
    const beforeHash = hash < 0 ? text : text.slice(0, hash);
    const question = beforeHash.indexOf('?');
    return {
      body: question < 0 ? beforeHash : beforeHash.slice(0, question),
      query: question < 0 ? null : beforeHash.slice(question + 1),
      fragment: hash < 0 ? null : text.slice(hash + 1),
    };
  }

  const encodeQuery = (url, text) => (text === null ? null : encode(text, QUERY + (isSpecial(url) ? "'" : '')));
  const empty = (protocol) => ({ protocol, username: '', password: '', host: null, port: '', path: [], opaque: null, query: null, fragment: null });

  // The URL record, or null where the text is none.
  function parse(input, base) {
    const text = input.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]/g, '');
    const scheme = /^([A-Za-z][A-Za-z0-9+.-]*:)/.exec(text);
    if (scheme) {
      const url = empty(scheme[1].toLowerCase());
      const rest = text.slice(scheme[1].length);
      const sharesBase = base && isSpecial(url) && base.protocol === url.protocol && !/^[/\\]{2}/.test(rest);
      return sharesBase && (url.protocol !== 'file:' || !/^[/\\]/.test(rest)) ? relative(rest, base) : absolute(url, rest);
    }
    if (!base) {
      return null;
    }
    if (base.opaque !== null) {
      return text.startsWith('#') ? { ...base, fragment: encode(text.slice(1), FRAGMENT) } : null;
    }
    return relative(text, base);
  }

  function finish(url, parts) {
    url.query = encodeQuery(url, parts.query);
    url.fragment = parts.fragment === null ? null : encode(parts.fragment, FRAGMENT);
    return url;
  }

  function absolute(url, rest) {
    const parts = split(rest);
    let body = parts.body;
    if (isSpecial(url)) {
      body = body.replaceAll('\\', '/');
      if (url.protocol === 'file:') {
        return fileUrl(url, body, parts);
      }
      body = '//' + body.replace(/^\/*/, '');
    }
    if (body.startsWith('//')) {
      const end = body.indexOf('/', 2);
      if (!setAuthority(url, end < 0 ? body.slice(2) : body.slice(2, end))) {
        return null;
      }
      const path = end < 0 ? '' : body.slice(end + 1);
      if (end >= 0 || isSpecial(url)) {
        setPath(url, path, []);
      }
      return finish(url, parts);
    }
    if (body.startsWith('/')) {
      setPath(url, body.slice(1), []);
    } else {
      url.opaque = encode(body, '');
    }
    return finish(url, parts);
  }

  function fileUrl(url, body, parts) {
    url.host = '';
    let path = body.replace(/^\//, '');
    if (body.startsWith('//')) {
      const end = body.indexOf('/', 2);
      const name = end < 0 ? body.slice(2) : body.slice(2, end);
      if (isDrive(name)) {
        path = body.slice(2);
      } else {
        const parsed = name === '' ? '' : parseHost(name, true);
        if (parsed === null) {
          return null;
        }
        url.host = parsed === 'localhost' ? '' : parsed;
        path = end < 0 ? '' : body.slice(end + 1);
      }
    }
    setPath(url, path, []);
    return finish(url, parts);
  }

  function relative(text, base) {
    const parts = split(text);
    const slashes = base.protocol === 'file:' || isSpecial(base) ? parts.body.replaceAll('\\', '/') : parts.body;
    if (slashes.startsWith('//')) {
      return absolute(empty(base.protocol), text);
    }
    const url = { ...base, path: [...base.path] };
    if (slashes.startsWith('/')) {
      setPath(url, slashes.slice(1), []);
    } else if (slashes !== '') {
      setPath(url, slashes, base.path.slice(0, -1));
    } else if (parts.query === null) {
      url.fragment = parts.fragment === null ? null : encode(parts.fragment, FRAGMENT);
      return url;
    }
    return finish(url, parts);
  }

  const pathOf = (url) => {
    if (url.opaque !== null) {
      return url.opaque;
    }
    return url.path.length ? '/' + url.path.join('/') : '';
  };
  const hostOf = (url) => (url.host === null ? '' : url.host + (url.port === '' ? '' : ':' + url.port));
  function serialize(url, withoutFragment = false) {
    let out = url.protocol;
    if (url.host !== null) {
      const user = url.username || url.password ? url.username + (url.password ? ':' + url.password : '') + '@' : '';
      out += '//' + user + hostOf(url);
    } else if (url.opaque === null && url.path.length > 1 && url.path[0] === '') {
      out += '/.';
    }
    out += pathOf(url) + (url.query === null ? '' : '?' + url.query);
    return withoutFragment || url.fragment === null ? out : out + '#' + url.fragment;
  }

  const decodeForm = (text) => decodeBytes(text.replaceAll('+', ' '));
  const encodeForm = (text) => encode(text, COMPONENT + "!'()~").replaceAll('%20', '+');
  const parseForm = (text) => text.split('&').filter((pair) => pair !== '').map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [decodeForm(pair), ''] : [decodeForm(pair.slice(0, at)), decodeForm(pair.slice(at + 1))];
  });

  let attach;
  const URLSearchParams = $.hostInterface('URLSearchParams', class URLSearchParams {
    #pairs = [];
    #changed = () => {};

    static {
      attach = (params, text, changed) => {
        params.#pairs = text === null ? [] : parseForm(text);
        params.#changed = changed;
      };
    }

    constructor(init = '') {
      if (init !== null && (typeof init === 'object' || typeof init === 'function')) {
        if (init[Symbol.iterator] != null) {
          for (const pair of init) {
            const [name, value, ...more] = pair;
            if (value === undefined || more.length) {
              throw new TypeError('URLSearchParams: a pair has not two members');
            }
            this.#pairs.push([String(name), String(value)]);
          }
        } else {
          this.#pairs = Object.keys(init).map((name) => [name, String(init[name])]);
        }
      } else {
        this.#pairs = parseForm(String(init).replace(/^\?/, '').toWellFormed());
      }
    }

    get size() {
      return this.#pairs.length;
    }

    append(name, value) {
      $.requireArguments(2, arguments.length, 'URLSearchParams.append');
      this.#pairs.push([String(name).toWellFormed(), String(value).toWellFormed()]);
      this.#changed();
    }

    delete(name, value) {
      this.#pairs = this.#pairs.filter(([n, v]) => n !== String(name) || (value !== undefined && v !== String(value)));
      this.#changed();
    }

    get(name) {
      return this.#pairs.find(([n]) => n === String(name))?.[1] ?? null;
    }

    getAll(name) {
      return this.#pairs.filter(([n]) => n === String(name)).map(([, value]) => value);
    }

    has(name, value) {
      return this.#pairs.some(([n, v]) => n === String(name) && (value === undefined || v === String(value)));
    }

    set(name, value) {
      const first = this.#pairs.findIndex(([n]) => n === String(name));
      if (first < 0) {
        this.#pairs.push([String(name), String(value)]);
      } else {
        this.#pairs[first][1] = String(value);
        this.#pairs = this.#pairs.filter(([n], i) => i <= first || n !== String(name));
      }
      this.#changed();
    }

    sort() {
      this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      this.#changed();
    }

    forEach(callback, thisArg) {
      for (const [name, value] of this.#pairs) {
        callback.call(thisArg, value, name, this);
      }
    }

    *entries() {
      for (let i = 0; i < this.#pairs.length; i++) {
        yield $.adopt([...this.#pairs[i]]);
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

    toString() {
      return this.#pairs.map(([name, value]) => encodeForm(name) + '=' + encodeForm(value)).join('&');
    }
  });
  Object.defineProperty(URLSearchParams.prototype, Symbol.iterator,
    { value: URLSearchParams.prototype.entries, writable: true, configurable: true });

  const blobs = new Map();
  // What URL.createObjectURL gave out under this name.
  $.objectOf = (url) => blobs.get(url.split('#')[0]);

  const cannotHavePort = (url) => url.host === null || url.host === '' || url.protocol === 'file:';
  $.hostInterface('URL', class URL {
    #url;
    #params;

    static #parse(text, base) {
      const baseUrl = base === undefined ? null : parse(String(base).toWellFormed(), null);
      return base !== undefined && !baseUrl ? null : parse(String(text).toWellFormed(), baseUrl);
    }

    static canParse(text, base) {
      return URL.#parse(text, base) !== null;
    }

    static parse(text, base) {
      return URL.#parse(text, base) === null ? null : new URL(text, base);
    }

    static createObjectURL(object) {
      const url = `blob:null/${host.randomUuid()}`;
      blobs.set(url, object);
      return url;
    }

    static revokeObjectURL(url) {
      blobs.delete(String(url));
    }

    constructor(text, base) {
      $.requireArguments(1, arguments.length, 'URL');
      this.#url = URL.#parse(text, base);
      if (!this.#url) {
        throw new TypeError(`URL: ${String(text)} is not a valid URL` + (base === undefined ? '' : ` against ${String(base)}`));
      }
    }

    #queryChanged() {
      if (this.#params) {
        attach(this.#params, this.#url.query, () => {
          const text = this.#params.toString();
          this.#url.query = text === '' ? null : text;
        });
      }
    }

    get href() {
      return serialize(this.#url);
    }

    set href(value) {
      const url = parse(String(value), null);
      if (!url) {
        throw new TypeError(`URL.href: ${value} is not a valid URL`);
      }
      this.#url = url;
      this.#queryChanged();
    }

    get origin() {
      const url = this.#url;
      if (url.protocol === 'blob:') {
        const inner = parse(url.opaque ?? '', null);
        return inner && /^https?:$/.test(inner.protocol) ? inner.protocol + '//' + hostOf(inner) : 'null';
      }
      return isSpecial(url) && url.protocol !== 'file:' ? url.protocol + '//' + hostOf(url) : 'null';
    }

    get protocol() {
      return this.#url.protocol;
    }

    set protocol(value) {
      const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):?/.exec(String(value))?.[1].toLowerCase();
      const wanted = { ...this.#url, protocol: scheme + ':' };
      if (scheme && isSpecial(wanted) === isSpecial(this.#url)) {
        this.#url = wanted;
        this.#url.port = wanted.port === SPECIAL[wanted.protocol] ? '' : wanted.port;
      }
    }

    get username() {
      return this.#url.username;
    }

    set username(value) {
      if (!cannotHavePort(this.#url)) {
        this.#url.username = encode(String(value), USERINFO);
      }
    }

    get password() {
      return this.#url.password;
    }

    set password(value) {
      if (!cannotHavePort(this.#url)) {
        this.#url.password = encode(String(value), USERINFO);
      }
    }

    get host() {
      return hostOf(this.#url);
    }

    set host(value) {
      const copy = { ...this.#url };
      const text = String(value).split(isSpecial(copy) ? /[/\\?#]/ : /[/?#]/)[0];
      if (copy.opaque === null && !text.includes('@') && setAuthority(copy, text)) {
        this.#url.host = copy.host;
        this.#url.port = copy.port;
      }
    }

    get hostname() {
      return this.#url.host ?? '';
    }

    set hostname(value) {
      const name = this.#url.opaque === null ? parseHost(String(value).split(/[/?#]/)[0], isSpecial(this.#url)) : null;
      if (name) {
        this.#url.host = name;
      }
    }

    get port() {
      return this.#url.port;
    }

    set port(value) {
      const digits = /^\d*/.exec(String(value))[0];
      if (!cannotHavePort(this.#url) && (digits !== '' || String(value) === '') && Number(digits) <= 65535) {
        this.#url.port = digits === '' || String(Number(digits)) === SPECIAL[this.#url.protocol] ? '' : String(Number(digits));
      }
    }

    get pathname() {
      return pathOf(this.#url);
    }

    set pathname(value) {
      if (this.#url.opaque === null) {
        const text = String(value).replaceAll('?', '%3F').replaceAll('#', '%23');
        setPath(this.#url, isSpecial(this.#url) ? text.replace(/^[/\\]/, '') : text.replace(/^\//, ''), []);
      }
    }

    get search() {
      return this.#url.query ? '?' + this.#url.query : '';
    }

    set search(value) {
      const text = String(value).replace(/^\?/, '');
      this.#url.query = text === '' ? null : encodeQuery(this.#url, text.replaceAll('#', '%23'));
      this.#queryChanged();
    }

    get searchParams() {
      if (!this.#params) {
        this.#params = new URLSearchParams();
        this.#queryChanged();
      }
      return this.#params;
    }

    get hash() {
      return this.#url.fragment ? '#' + this.#url.fragment : '';
    }

    set hash(value) {
      const text = String(value).replace(/^#/, '');
      this.#url.fragment = text === '' ? null : encode(text, FRAGMENT);
    }

    toString() {
      return this.href;
    }

    toJSON() {
      return this.href;
    }
  });
})
