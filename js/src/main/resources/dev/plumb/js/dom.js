// DOMException, Event, EventTarget, and the global object as an event target.
(function ($) {
  'use strict';
  const { apply } = Reflect; // what an embedder gives may be callable without being a function of this language
  const CODES = {
    IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4, InvalidCharacterError: 5, NoModificationAllowedError: 7,
    NotFoundError: 8, NotSupportedError: 9, InUseAttributeError: 10, InvalidStateError: 11, SyntaxError: 12,
    InvalidModificationError: 13, NamespaceError: 14, InvalidAccessError: 15, TypeMismatchError: 17, SecurityError: 18, NetworkError: 19,
    AbortError: 20, URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23, InvalidNodeTypeError: 24, DataCloneError: 25,
  };

  class DOMExceptionImpl extends $.Impl {
    static construct(message, name) { return new DOMExceptionImpl(message, name); }
    constructor(message, name) {
      super();
      this.message = message;
      this.name = name;
      this.code = CODES[name] || 0;
    }
    wrapped(wrapper) {
      const stack = new Error(this.message).stack;
      const text = typeof stack === 'string' ? stack.replace(/^Error/, this.name) : '';
      Object.defineProperty(wrapper, 'stack', { value: text, writable: true, enumerable: false, configurable: true });
    }
  }
  $.DOMExceptionImpl = DOMExceptionImpl;
  $.implement('DOMException', DOMExceptionImpl, { prototype: $.outer.Error.prototype });
  $.domException = (name, message) => new DOMExceptionImpl(message, name).wrapper;

  // what the objects refuse, as an exception
  $.exceptionOf = function (name, message, details) {
    if (details && details.errorDetail) {
      return new $.RTCErrorImpl(details, message).wrapper;
    }
    return name === 'TypeError' || name === 'RangeError' ? $.adopt(new $.inner[name](message)) : $.domException(name, message);
  };

  // ---- events
  class EventImpl extends $.Impl {
    static construct(type, init) { return new EventImpl(type, init); }
    target = null;
    currentTarget = null;
    eventPhase = 0;
    $stopped = false;
    $stoppedNow = false;
    $canceled = false;
    $passive = false;
    $dispatching = false;
    isTrusted = false;
    constructor(type, init = {}) {
      super();
      this.type = type;
      this.bubbles = init.bubbles || false;
      this.cancelable = init.cancelable || false;
      this.composed = init.composed || false;
      this.timeStamp = $.now ? $.now() : 0;
    }
    wrapped(wrapper) {
      Object.defineProperty(wrapper, 'isTrusted', { get: trusted, set: undefined, enumerable: true, configurable: false });
    }
    get srcElement() { return this.target; }
    composedPath() { return this.currentTarget ? [this.currentTarget] : []; }
    stopPropagation() { this.$stopped = true; }
    stopImmediatePropagation() { this.$stopped = true; this.$stoppedNow = true; }
    get cancelBubble() { return this.$stopped; }
    set cancelBubble(value) { if (value) this.$stopped = true; }
    get returnValue() { return !this.$canceled; }
    set returnValue(value) { if (!value) this.preventDefault(); }
    preventDefault() { if (this.cancelable && !this.$passive) this.$canceled = true; }
    get defaultPrevented() { return this.$canceled; }
    initEvent(type, bubbles, cancelable) {
      if (!this.$dispatching) {
        this.type = type;
        this.bubbles = bubbles;
        this.cancelable = cancelable;
        this.$canceled = this.$stopped = this.$stoppedNow = false;
      }
    }
  }
  const trusted = $.handing(Object.getOwnPropertyDescriptor({ get isTrusted() {
    const impl = $.implOf(this);
    if (!(impl instanceof EventImpl)) {
      throw new TypeError('not an Event');
    }
    return impl.isTrusted;
  } }, 'isTrusted').get);
  $.EventImpl = EventImpl;
  $.implement('Event', EventImpl);
  class CustomEventImpl extends EventImpl {
    static construct(type, init) { return new CustomEventImpl(type, init); }
    constructor(type, init) {
      super(type, init);
      this.detail = init.detail === undefined ? null : init.detail;
    }
    initCustomEvent(type, bubbles, cancelable, detail) {
      this.initEvent(type, bubbles, cancelable);
      this.detail = detail;
    }
  }
  $.implement('CustomEvent', CustomEventImpl);
  ['MessageEvent', 'ErrorEvent', 'CloseEvent', 'ProgressEvent', 'PromiseRejectionEvent'].forEach(name => {
    $[`${name}Impl`] = $.eventInterface(name);
  });

  // ---- event targets
  class EventTargetImpl extends $.Impl {
    static construct() { return new EventTargetImpl(); }
    $listeners = undefined;
    $handlers = undefined;
    // spares a target that nobody listens to: makes the event only where somebody does
    hears(type) { return this.$listeners !== undefined && this.$listeners.some(l => l.type === type); }
    addEventListener(type, callback, options) {
      const o = typeof options === 'boolean' ? { capture: options } : options || {};
      const signal = o.signal;
      if (callback === null || callback === undefined || (signal && signal.aborted)) {
        return;
      }
      const listener = { type, callback, capture: !!o.capture, once: !!o.once, passive: !!o.passive, removed: false };
      const all = this.$listeners || (this.$listeners = []);
      if (all.some(l => l.type === type && l.callback === callback && l.capture === listener.capture)) {
        return;
      }
      all.push(listener);
      if (signal) {
        signal.addEventListener('abort', () => this.$remove(listener));
      }
    }
    removeEventListener(type, callback, options) {
      const capture = !!(typeof options === 'boolean' ? options : options && options.capture);
      const found = (this.$listeners || []).find(l => l.type === type && l.callback === callback && l.capture === capture);
      if (found) {
        this.$remove(found);
      }
    }
    $remove(listener) {
      listener.removed = true;
      this.$listeners = this.$listeners.filter(l => l !== listener);
    }
    dispatchEvent(event) {
      if (event.$dispatching) {
        throw $.domException('InvalidStateError', 'the event is being dispatched');
      }
      event.isTrusted = false;
      const step = steps(this, event);
      while (step()) { /* all at once */ }
      return !event.$canceled;
    }
  }
  $.EventTargetImpl = EventTargetImpl;
  $.implement('EventTarget', EventTargetImpl);

  function call(target, listener, event) {
    const { callback } = listener;
    const fn = typeof callback === 'function' ? callback : undefined;
    event.$passive = listener.passive;
    const before = globalThis.event;
    globalThis.event = event.wrapper;
    try {
      if (listener.handler) {
        handle(target, listener, event);
      } else if (fn) {
        apply(fn, target.wrapper, [event.wrapper]);
      } else {
        const method = callback.handleEvent;
        if (typeof method !== 'function') {
          throw new TypeError('the listener has no handleEvent');
        }
        apply(method, callback, [event.wrapper]);
      }
    } catch (e) {
      $.reportException(e);
    } finally {
      globalThis.event = before;
      event.$passive = false;
    }
  }
  function handle(target, listener, event) {
    const callback = listener.handler.callback;
    if (typeof callback !== 'function') {
      return;
    }
    if (target.isGlobal && event.type === 'error' && event instanceof $.ErrorEventImpl) {
      if (apply(callback, target.wrapper, [event.message, event.filename, event.lineno, event.colno, event.error]) === true) {
        event.$canceled = true;
      }
      return;
    }
    if (apply(callback, target.wrapper, [event.wrapper]) === false) {
      event.$canceled = true;
    }
  }

  // dispatching by single steps, a listener each
  function steps(target, event) {
    let listeners;
    let at = 0;
    event.$dispatching = true;
    return function () {
      if (listeners === undefined) {
        event.target = target;
        event.currentTarget = target;
        event.eventPhase = 2;
        const all = (target.$listeners || []).filter(l => l.type === event.type);
        listeners = [...all.filter(l => l.capture), ...all.filter(l => !l.capture)];
      }
      while (at < listeners.length && (listeners[at].removed || event.$stoppedNow)) {
        at++;
      }
      if (at < listeners.length) {
        const listener = listeners[at++];
        if (listener.once) {
          target.$remove(listener);
        }
        call(target, listener, event);
        return true;
      }
      event.eventPhase = 0;
      event.currentTarget = null;
      event.$dispatching = false;
      event.$stopped = event.$stoppedNow = false;
      return false;
    };
  }

  // fires an event of the binding's own
  $.fireImpl = function (target, event) {
    event.isTrusted = true;
    $.inSteps(steps(target, event));
    return !event.$canceled;
  };
  $.fireSimple = function (target, type) {
    if (target.hears(type)) {
      $.fireImpl(target, new EventImpl(type));
    }
  };
  $.fire = (target, event) => $.fireImpl($.implOf(target), $.implOf(event));

  // ---- event handlers
  $.handlerOf = (impl, type) => (impl.$handlers && impl.$handlers.get(type) ? impl.$handlers.get(type).callback : null);
  $.setHandler = function (impl, type, callback) {
    const all = impl.$handlers || (impl.$handlers = new Map());
    const known = all.get(type);
    if (known) {
      known.callback = callback;
      if (callback === null) {
        impl.$remove(known.listener);
        all.delete(type);
      }
    } else if (callback !== null) {
      const handler = { callback };
      handler.listener = { type, handler, callback: handler, capture: false, once: false, passive: false, removed: false };
      (impl.$listeners || (impl.$listeners = [])).push(handler.listener);
      all.set(type, handler);
    }
  };
  $.handlerAttributes = function (Class, types) {
    for (const type of types) {
      const name = `on${type}`;
      const holder = {
        get [name]() { return $.handlerOf($.implOf(this), type); },
        set [name](value) {
          $.setHandler($.implOf(this), type, (typeof value === 'object' && value !== null) || typeof value === 'function' ? value : null);
        },
      };
      const { get, set } = Object.getOwnPropertyDescriptor(holder, name);
      Object.defineProperty(Class.prototype, name,
        { get: $.handing(get), set: $.handing(set), enumerable: true, configurable: true });
    }
  };

  // ---- the global object
  class GlobalImpl extends EventTargetImpl {
    get isGlobal() { return true; }
  }
  GlobalImpl.$iface = EventTargetImpl.$iface;
  const globalImpl = new GlobalImpl();
  $.stamp(globalThis, globalImpl);
  $.global = globalImpl;
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) {
    Object.defineProperty(globalThis, name, { value: EventTarget.prototype[name], writable: true, enumerable: true, configurable: true });
  }
  for (const type of ['error', 'unhandledrejection', 'rejectionhandled', 'load', 'message']) {
    const holder = {
      get [`on${type}`]() { return $.handlerOf(globalImpl, type); },
      set [`on${type}`](value) { $.setHandler(globalImpl, type, typeof value === 'function' ? value : null); },
    };
    const { get, set } = Object.getOwnPropertyDescriptor(holder, `on${type}`);
    Object.defineProperty(globalThis, `on${type}`, { get: $.handing(get), set: $.handing(set), enumerable: true, configurable: true });
  }
  $.expose('event', undefined);

  // ---- exceptions that nobody catches
  const textOf = e => {
    try {
      return e instanceof Error && e.stack ? `${e.stack}` : `${e}`;
    } catch {
      return 'an exception without a text';
    }
  };
  let reporting = false;
  $.reportException = function (thrown) {
    const e = $.adopt(thrown);
    if (reporting || !globalImpl.hears('error')) {
      $.native.log(`Uncaught ${textOf(e)}`);
      return;
    }
    reporting = true;
    try {
      const event = new $.ErrorEventImpl('error', { message: `Uncaught ${e}`, error: e, cancelable: true });
      event.isTrusted = true;
      const step = steps(globalImpl, event);
      while (step()) { /* at once: the exception is now */ }
      if (!event.$canceled) {
        $.native.log(`Uncaught ${textOf(e)}`);
      }
    } finally {
      reporting = false;
    }
  };
  $.expose('reportError', e => $.reportException(e));

  for (const set of [$.onRejection, f => $.inner.Graal?.setUnhandledPromiseRejectionHandler?.(f)]) {
    set((reason, promise) => {
      // told as a task, when somebody may have handled it after all
      $.native.later(() => {
        const event = new $.PromiseRejectionEventImpl('unhandledrejection', { promise, reason, cancelable: true });
        if (!globalImpl.hears('unhandledrejection')) {
          $.native.log(`Unhandled rejection: ${textOf(reason)}`);
          return;
        }
        $.fireImpl(globalImpl, event);
      });
    });
  }
  $.atEnd(() => {
    for (const name of ['Graal', 'load', 'loadWithNewGlobal', 'print', 'printErr', 'Polyglot', 'Java', 'Packages', 'java', 'javax', 'javafx', 'com', 'org', 'edu',
      'quit', 'arguments']) {
      delete $.outer[name];
      delete $.inner[name];
    }
  });
})
