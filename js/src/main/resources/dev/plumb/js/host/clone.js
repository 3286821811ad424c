// structuredClone, and the algorithm for what passes between contexts: MessageChannel.
(function ($) {
  'use strict';
  const unclonable = (what) => new DOMException(`${what} could not be cloned`, 'DataCloneError');
  const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
  // What the platform adds: [is(value), clone(value)]; the second may answer undefined for what cannot be.
  $.cloneable = [];
  // Objects that move: [is(value), move(value)].
  $.transferable = [];

  function clone(value, seen) {
    if (typeof value === 'symbol' || typeof value === 'function') {
      throw unclonable(typeof value === 'symbol' ? value.toString() : 'A function');
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if (seen.has(value)) {
      return seen.get(value);
    }
    const keep = (copy) => {
      seen.set(value, copy);
      return copy;
    };
    for (const type of [Boolean, Number, String, BigInt]) {
      if (value instanceof type) {
        return keep(Object(value.valueOf()));
      }
    }
    if (value instanceof Date) {
      return keep(new Date(value.getTime()));
    }
    if (value instanceof RegExp) {
      return keep(new RegExp(value.source, value.flags));
    }
    if (value instanceof ArrayBuffer) {
      if (value.detached) {
        throw unclonable('A detached ArrayBuffer');
      }
      return keep(value.slice(0));
    }
    if (ArrayBuffer.isView(value)) {
      const buffer = clone(value.buffer, seen);
      return keep(value instanceof DataView
        ? new DataView(buffer, value.byteOffset, value.byteLength)
        : new $.inner[$.tagOf(value)](buffer, value.byteOffset, value.length));
    }
    if (value instanceof Map) {
      const copy = keep(new Map());
      for (const [key, item] of [...value]) {
        copy.set(clone(key, seen), clone(item, seen));
      }
      return copy;
    }
    if (value instanceof Set) {
      const copy = keep(new Set());
      for (const item of [...value]) {
        copy.add(clone(item, seen));
      }
      return copy;
    }
    for (const [is, make] of $.cloneable) {
      if (is(value)) {
        return keep(make(value));
      }
    }
    if (value instanceof Error) {
      return keep(cloneError(value, seen));
    }
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef
        || $.implOf(value) !== undefined) {
      throw unclonable(`#<${value.constructor?.name ?? 'Object'}>`);
    }
    const copy = keep(Array.isArray(value) ? new Array(value.length) : {});
    for (const key of Object.keys(value)) {
      Object.defineProperty(copy, key, { value: clone(value[key], seen), writable: true, enumerable: true, configurable: true });
    }
    return copy;
  }

  function cloneError(error, seen) {
    const type = ERRORS[error.name] ?? Error;
    const copy = Object.create(type.prototype);
    const real = new type(error.message);
    for (const key of ['message', 'stack', 'cause']) {
      const own = Object.getOwnPropertyDescriptor(error, key);
      if (own && 'value' in own) {
        Object.defineProperty(real, key, { value: key === 'cause' ? clone(own.value, seen) : String(own.value), writable: true, configurable: true, enumerable: false });
      }
    }
    return Object.setPrototypeOf(real, Object.getPrototypeOf(copy));
  }

  $.cloneable.push([(v) => $.isBlob(v), (v) => (v instanceof File
    ? new File([v], v.name, { type: v.type, lastModified: v.lastModified })
    : $.blobOf($.blobBytes(v), v.type))]);
  $.cloneable.push([(v) => v instanceof DOMException, (v) => new DOMException(v.message, v.name)]);

  const adopted = (copy, seen) => {
    seen.forEach((made) => $.adopt(made));
    return copy;
  };
  $.structuredClone = (value, transfer = []) => {
    const seen = new Map();
    const moves = [];
    for (const item of transfer) {
      if (item instanceof ArrayBuffer) {
        if (item.detached || moves.some(([from]) => from === item)) {
          throw unclonable('An ArrayBuffer in the transfer list');
        }
        moves.push([item, () => item.transfer()]);
      } else {
        const found = $.transferable.find(([is]) => is(item));
        if (!found || moves.some(([from]) => from === item)) {
          throw unclonable('An object in the transfer list');
        }
        moves.push([item, () => found[1](item)]);
      }
    }
    // what moves is put in place first, so that nothing of it is copied; where copying fails, nothing has moved
    const moved = new Map();
    for (const [from] of moves) {
      const stand = from instanceof ArrayBuffer ? from.slice(0) : undefined;
      if (stand) {
        seen.set(from, stand);
        moved.set(from, stand);
      }
    }
    const others = moves.filter(([from]) => !(from instanceof ArrayBuffer));
    if (others.length === 0) {
      const copy = adopted(clone(value, seen), seen);
      moves.forEach(([, move]) => move());
      return copy;
    }
    others.forEach(([from, move]) => seen.set(from, move()));
    const copy = adopted(clone(value, seen), seen);
    moves.filter(([from]) => from instanceof ArrayBuffer).forEach(([, move]) => move());
    return copy;
  };
  $.expose('structuredClone', function structuredClone(value, options = {}) {
    $.requireArguments(1, arguments.length, 'structuredClone');
    return $.structuredClone(value, options?.transfer ?? []);
  });

  let entangle;
  let isAllowed;
  class MessagePort extends EventTarget {
    #other = null;
    #queue = [];
    #isStarted = false;
    #isClosed = false;

    static {
      let allowed = false;
      entangle = () => {
        allowed = true;
        try {
          const [a, b] = [new MessagePort(), new MessagePort()];
          a.#other = b;
          b.#other = a;
          return [a, b];
        } finally {
          allowed = false;
        }
      };
      isAllowed = () => allowed;
      $.transferable.push([(value) => typeof value === 'object' && value !== null && #queue in value, (port) => {
        const [moved] = entangle();
        const peer = port.#other;
        moved.#other = peer;
        if (peer) {
          peer.#other = moved;
        }
        moved.#queue = port.#queue;
        port.#other = null;
        port.#queue = [];
        return moved;
      }]);
    }

    constructor() {
      if (!isAllowed()) {
        throw new TypeError('MessagePort: Illegal constructor');
      }
      super();
    }

    postMessage(message, options = []) {
      $.requireArguments(1, arguments.length, 'postMessage');
      const transfer = Array.isArray(options) ? options : options?.transfer ?? [];
      const data = $.structuredClone(message, transfer);
      const other = this.#other;
      if (other && !other.#isClosed) {
        other.#queue.push(data);
        other.#drain();
      }
    }

    #drain() {
      if (this.#isStarted) {
        $.native.host.schedule(0, () => {
          if (this.#queue.length && !this.#isClosed) {
            $.fire(this, new MessageEvent('message', { data: this.#queue.shift() }));
          }
        });
      }
    }

    start() {
      if (!this.#isStarted) {
        this.#isStarted = true;
        this.#queue.forEach(() => this.#drain());
      }
    }

    close() {
      this.#isClosed = true;
      if (this.#other) {
        this.#other.#isClosed = true;
      }
    }
  }
  $.hostInterface('MessagePort', MessagePort);
  $.handlerAttributes(MessagePort, ['message', 'messageerror']);
  const handler = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    ...handler,
    set: $.handing(function (value) {
      Reflect.apply(handler.set, this, [value]);
      this.start();
    }, 'set onmessage'),
  });

  $.hostInterface('MessageChannel', class MessageChannel {
    #ports = entangle();

    get port1() {
      return this.#ports[0];
    }

    get port2() {
      return this.#ports[1];
    }
  });
})
