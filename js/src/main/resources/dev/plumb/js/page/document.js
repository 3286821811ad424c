// document, and what of a window a page finds.
(function ($) {
  'use strict';

  class DocumentFragment extends $.searching(Node) {
    get nodeType() {
      return Node.DOCUMENT_FRAGMENT_NODE;
    }

    get nodeName() {
      return '#document-fragment';
    }

    copied() {
      return new DocumentFragment();
    }
  }
  $.hostInterface('DocumentFragment', DocumentFragment);

  let state = 'loading';
  let currentScript = null;
  class Document extends $.searching(Node) {
    get nodeType() {
      return Node.DOCUMENT_NODE;
    }

    get nodeName() {
      return '#document';
    }

    get documentElement() {
      return this.firstElementChild;
    }

    get head() {
      return this.documentElement?.children.find((child) => child.localName === 'head') ?? null;
    }

    get body() {
      return this.documentElement?.children.find((child) => child.localName === 'body') ?? null;
    }

    get title() {
      return this.querySelector('title')?.textContent.trim() ?? '';
    }

    set title(text) {
      const element = this.querySelector('title') ?? this.head.appendChild(this.createElement('title'));
      element.textContent = text;
    }

    get readyState() {
      return state;
    }

    get currentScript() {
      return currentScript;
    }

    get defaultView() {
      return globalThis;
    }

    get location() {
      return location;
    }

    get URL() {
      return location.href;
    }

    get documentURI() {
      return location.href;
    }

    get baseURI() {
      return location.href;
    }

    get domain() {
      return location.hostname;
    }

    get characterSet() {
      return 'UTF-8';
    }

    get contentType() {
      return 'text/html';
    }

    get hidden() {
      return false;
    }

    get visibilityState() {
      return 'visible';
    }

    get activeElement() {
      return this.body;
    }

    get scripts() {
      return this.getElementsByTagName('script');
    }

    get cookie() {
      return '';
    }

    set cookie(value) {}

    hasFocus() {
      return true;
    }

    createElement(name) {
      $.requireArguments(1, arguments.length, 'createElement');
      return $.makeElement(String(name).toLowerCase());
    }

    createElementNS(namespace, name) {
      return $.makeElement(String(name), namespace);
    }

    createTextNode(data) {
      return new Text(data);
    }

    createComment(data) {
      return new Comment(data);
    }

    createDocumentFragment() {
      return new DocumentFragment();
    }

    createEvent() {
      return new Event('');
    }

    getElementById(id) {
      for (const element of $.elementsBelow(this)) {
        if (element.id === String(id)) {
          return element;
        }
      }
      return null;
    }

    importNode(node, deep) {
      return node.cloneNode(deep);
    }

    adoptNode(node) {
      node.remove();
      return node;
    }
  }
  $.hostInterface('Document', Document);
  $.handlerAttributes(Document, ['readystatechange', 'DOMContentLoaded', 'visibilitychange']);
  const document = new Document();
  $.expose('document', document);
  $.expose('HTMLDocument', Document);

  const nothing = () => {};
  $.expose('Window', class Window extends EventTarget {});
  for (const [name, value] of Object.entries({
    parent: globalThis, top: globalThis, frames: globalThis, opener: null, frameElement: null, length: 0, name: '', closed: false,
    innerWidth: 1280, innerHeight: 720, outerWidth: 1280, outerHeight: 720, devicePixelRatio: 1,
    screen: { width: 1280, height: 720, availWidth: 1280, availHeight: 720 },
    history: { length: 1, back: nothing, forward: nothing, pushState: nothing, replaceState: nothing },
    alert: nothing, confirm: () => false, prompt: () => null, focus: nothing, blur: nothing, scrollTo: nothing,
    open: () => null,
  })) {
    $.expose(name, value);
  }
  const FRAME_MILLIS = 1000 / 60;
  $.expose('requestAnimationFrame', (callback) => setTimeout(() => callback(performance.now()), FRAME_MILLIS));
  $.expose('cancelAnimationFrame', (id) => clearTimeout(id));
  $.expose('getComputedStyle', (element) => element.style);
  $.expose('matchMedia', () => ({ matches: false, addListener: nothing, removeListener: nothing, addEventListener: nothing, removeEventListener: nothing }));
  $.expose('postMessage', function postMessage(message, target, transfer) {
    const data = $.structuredClone(message, transfer ?? (typeof target === 'object' ? target?.transfer : undefined) ?? []);
    setTimeout(() => $.fire(globalThis, new MessageEvent('message', { data, origin: location.origin, source: null })));
  });

  // Builds the tree from what a parser read: ['tag', {attributes}, ...children], a child being such a list or a text.
  $.page = {
    expose: (name, value) => $.expose(name, value),
    build(text) {
      const make = ([name, attributes, ...children]) => {
        const element = $.makeElement(name);
        Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
        children.forEach((child) => element.appendChild(typeof child === 'string' ? new Text(child) : make(child)));
        return element;
      };
      $.isParsing = true;
      document.appendChild(make(JSON.parse(text)));
      $.isParsing = false;
      for (const element of $.elementsBelow(document)) {
        if (/^[A-Za-z_$][\w$]*$/.test(element.id) && !(element.id in globalThis)) {
          $.expose(element.id, element);
        }
      }
    },
    // the script that runs next, by its number in the document; -1 for none
    begin(number) {
      currentScript = number < 0 ? null : document.scripts[number];
    },
    failed(number) {
      $.fire(document.scripts[number], new Event('error'));
    },
    report: (error) => $.reportException(error),
    state(value) {
      state = value;
      $.fire(document, new Event('readystatechange'));
      if (value === 'interactive') {
        $.fire(document, new Event('DOMContentLoaded', { bubbles: true }));
      } else if (value === 'complete') {
        $.fire(globalThis, new Event('load'));
        $.fire(globalThis, Object.assign(new Event('pageshow'), { persisted: false }));
      }
    },
  };
})
