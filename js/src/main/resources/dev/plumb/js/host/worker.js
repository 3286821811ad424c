// Workers: each has a context of its own on the same loop, and talks by messages.
(function ($) {
  'use strict';
  // whoever made the context lets it have workers: open(url, text, name, hooks) gives {post(kind, text, handles), terminate()}
  $.allowWorkers = function (open) {
    const state = new WeakMap();

    class Worker extends EventTarget {
      constructor(url, options = {}) {
        super();
        const s = { waiting: [], worker: null, ended: false };
        state.set(this, s);
        const place = new URL(`${url}`, location.href === 'about:blank' ? undefined : location.href).href;
        $.textAt(place).then(text => {
          if (s.ended) {
            return;
          }
          s.worker = open(place, text, `${options.name || ''}`, {
            message: (packed, handles) => $.fire(this, new MessageEvent('message', { data: $.unpack(packed, handles), origin: location.origin })),
            failed: message => $.fire(this, new ErrorEvent('error', { message, cancelable: true })),
          }, options.type === 'module');
          s.waiting.splice(0).forEach(m => s.worker.post(...m));
        }).catch(e => $.fire(this, new ErrorEvent('error', { message: `${e.message}`, error: e, cancelable: true })));
      }
      postMessage(message, options) {
        post(this, 'message', message, Array.isArray(options) ? options : (options && options.transfer) || [], []);
      }
      terminate() {
        const s = state.get(this);
        s.ended = true;
        if (s.worker) {
          s.worker.terminate();
          s.worker = null;
        }
      }
      get [Symbol.toStringTag]() { return 'Worker'; }
    }
    $.handlerAttributes(Worker, ['message', 'messageerror', 'error']);
    $.expose('Worker', Worker);

    function post(worker, kind, message, transfer, extra) {
      const s = state.get(worker);
      const { text, handles } = $.pack(message, transfer);
      const packed = [kind, text, [...extra, ...handles], extra.length];
      if (s.worker) {
        s.worker.post(...packed);
      } else if (!s.ended) {
        s.waiting.push(packed);
      }
    }
    $.isWorker = value => typeof value === 'object' && value !== null && state.has(value);
    $.postToWorker = post;
  };

  // this context is a worker's
  $.becomeWorker = function (post, name) {
    $.expose('self', globalThis);
    $.expose('name', name);
    $.expose('postMessage', function postMessage(message, options) {
      const { text, handles } = $.pack(message, Array.isArray(options) ? options : (options && options.transfer) || []);
      post(text, handles);
    });
    $.expose('close', () => post(null, []));
    const handler = {
      get onrtctransform() { return $.handlerOf($.global, 'rtctransform'); },
      set onrtctransform(value) { $.setHandler($.global, 'rtctransform', typeof value === 'function' ? value : null); },
    };
    Object.defineProperty(globalThis, 'onrtctransform', Object.getOwnPropertyDescriptor(handler, 'onrtctransform'));
    $.deliverToWorker = (kind, text, handles, extra) => {
      const data = $.unpack(text, handles.slice(extra));
      if (kind === 'rtctransform') {
        $.openTransform(handles[0], data);
      } else {
        $.fire(globalThis, new MessageEvent('message', { data }));
      }
    };
  };
})
