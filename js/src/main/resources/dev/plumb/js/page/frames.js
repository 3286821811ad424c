// iframes: each has a context of its own on the page's loop, and talks by messages.
(function ($) {
  'use strict';
  let open = null;

  // The window of another context, as far as one may touch it.
  function windowOf(post) {
    const other = {
      postMessage(message, target, transfer) {
        $.requireArguments(1, arguments.length, 'postMessage');
        const moved = transfer ?? (typeof target === 'object' ? target?.transfer : undefined) ?? [];
        const { text, handles } = $.pack(message, moved);
        post(text, handles);
      },
      closed: false,
      focus() {},
      blur() {},
    };
    other.self = other.window = other;
    return other;
  }
  const deliver = (source, text, handles) => {
    $.fire(globalThis, new MessageEvent('message', { data: $.unpack(text, handles), origin: location.origin, source }));
  };

  $.reflect($.elementType('iframe', 'HTMLIFrameElement', class HTMLIFrameElement extends HTMLElement {
    #frame = null;
    #window = null;

    inserted() {
      if (this.isConnected && !this.#frame && open) {
        this.#load();
      }
    }

    #load() {
      const window = windowOf((text, handles) => this.#frame?.post(text, handles));
      this.#window = window;
      window.parent = window.top = globalThis;
      this.#frame = open(this.getAttribute('src'), this.getAttribute('srcdoc'), {
        loaded: () => $.fire(this, new Event('load')),
        message: (text, handles) => deliver(window, text, handles),
      });
    }

    removed() {
      this.#frame?.remove();
      this.#frame = null;
      if (this.#window) {
        this.#window.closed = true;
        this.#window = null;
      }
    }

    attributeChanged(name) {
      if ((name === 'src' || name === 'srcdoc') && this.#frame) {
        this.removed();
        this.#load();
      }
    }

    get contentWindow() {
      return this.#window;
    }

    get contentDocument() {
      return null;
    }
  }), ['src', 'allow', 'srcdoc', 'name']);

  Object.assign($.page, {
    frames(opening) {
      open = opening;
    },
    // this context is a frame's
    embed(post) {
      const parent = windowOf(post);
      parent.parent = parent.top = parent;
      $.expose('parent', parent);
      $.expose('top', parent);
      $.page.deliver = (text, handles) => deliver(parent, text, handles);
    },
  });
})
