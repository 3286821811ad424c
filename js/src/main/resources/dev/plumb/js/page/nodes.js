// A document's nodes, as far as scripts that call need them: a tree to be searched and changed, and never drawn.
(function ($) {
  'use strict';
  const HTML = 'http://www.w3.org/1999/xhtml';
  const ELEMENT_NODE = 1;
  const TEXT_NODE = 3;
  const COMMENT_NODE = 8;
  const DOCUMENT_NODE = 9;
  const FRAGMENT_NODE = 11;

  class Node extends EventTarget {
    #children = [];
    #parent = null;

    get childNodes() {
      return [...this.#children];
    }

    get parentNode() {
      return this.#parent;
    }

    get parentElement() {
      return this.#parent instanceof Element ? this.#parent : null;
    }

    get firstChild() {
      return this.#children[0] ?? null;
    }

    get lastChild() {
      return this.#children.at(-1) ?? null;
    }

    get nextSibling() {
      const all = this.#parent ? this.#parent.#children : [];
      return all[all.indexOf(this) + 1] ?? null;
    }

    get previousSibling() {
      const all = this.#parent ? this.#parent.#children : [];
      return all[all.indexOf(this) - 1] ?? null;
    }

    get ownerDocument() {
      return document;
    }

    get isConnected() {
      let node = this;
      while (node.#parent) {
        node = node.#parent;
      }
      return node === document;
    }

    get textContent() {
      return this.#children.map((child) => child.textContent).join('');
    }

    set textContent(text) {
      this.replaceChildren(...(String(text) === '' ? [] : [String(text)]));
    }

    get nodeValue() {
      return null;
    }

    appendChild(node) {
      return this.insertBefore(node, null);
    }

    insertBefore(node, before) {
      if (!(node instanceof Node)) {
        throw new TypeError('insertBefore: the argument is not a Node');
      }
      if (node.nodeType === FRAGMENT_NODE) {
        node.childNodes.forEach((child) => this.insertBefore(child, before));
        return node;
      }
      node.#parent?.removeChild(node);
      const at = before === null || before === undefined ? this.#children.length : this.#children.indexOf(before);
      if (at < 0) {
        throw new DOMException('insertBefore: that is no child of this node', 'NotFoundError');
      }
      this.#children.splice(at, 0, node);
      node.#parent = this;
      node.inserted?.();
      return node;
    }

    removeChild(node) {
      const at = this.#children.indexOf(node);
      if (at < 0) {
        throw new DOMException('removeChild: that is no child of this node', 'NotFoundError');
      }
      this.#children.splice(at, 1);
      node.#parent = null;
      node.removed?.();
      return node;
    }

    replaceChild(node, old) {
      this.insertBefore(node, old);
      return this.removeChild(old);
    }

    remove() {
      this.#parent?.removeChild(this);
    }

    append(...nodes) {
      nodes.forEach((node) => this.appendChild(node instanceof Node ? node : new Text(node)));
    }

    prepend(...nodes) {
      const first = this.firstChild;
      nodes.forEach((node) => this.insertBefore(node instanceof Node ? node : new Text(node), first));
    }

    replaceChildren(...nodes) {
      this.childNodes.forEach((child) => this.removeChild(child));
      this.append(...nodes);
    }

    contains(node) {
      for (let at = node; at; at = at.parentNode) {
        if (at === this) {
          return true;
        }
      }
      return false;
    }

    hasChildNodes() {
      return this.#children.length > 0;
    }

    cloneNode(deep = false) {
      const copy = this.copied();
      if (deep) {
        this.childNodes.forEach((child) => copy.appendChild(child.cloneNode(true)));
      }
      return copy;
    }
  }
  $.constants($.hostInterface('Node', Node), { ELEMENT_NODE, TEXT_NODE, COMMENT_NODE, DOCUMENT_NODE, DOCUMENT_FRAGMENT_NODE: FRAGMENT_NODE });

  class CharacterData extends Node {
    constructor(data = '') {
      super();
      this.data = String(data);
    }

    get textContent() {
      return this.data;
    }

    set textContent(text) {
      this.data = String(text);
    }

    get nodeValue() {
      return this.data;
    }

    get length() {
      return this.data.length;
    }

    copied() {
      return new this.constructor(this.data);
    }
  }
  $.hostInterface('CharacterData', CharacterData);
  const Text = $.hostInterface('Text', class Text extends CharacterData {
    get nodeType() {
      return TEXT_NODE;
    }

    get nodeName() {
      return '#text';
    }
  });
  $.hostInterface('Comment', class Comment extends CharacterData {
    get nodeType() {
      return COMMENT_NODE;
    }

    get nodeName() {
      return '#comment';
    }
  });

  // Selectors of the plain kind: lists of tag, #id, .class, [attribute] and [attribute=value], with descendants.
  function simpleMatcher(text) {
    const parts = text.match(/^\*|^[\w-]+|#[\w-]+|\.[\w-]+|\[[^\]]+\]/g);
    if (!parts || parts.join('') !== text) {
      throw new DOMException(`not a selector that is understood here: ${text}`, 'SyntaxError');
    }
    return (element) => parts.every((part) => {
      switch (part[0]) {
        case '*': return true;
        case '#': return element.id === part.slice(1);
        case '.': return element.className.split(/\s+/).includes(part.slice(1));
        case '[': {
          const [, name, value] = /^\[([\w-]+)(?:=["']?(.*?)["']?)?\]$/.exec(part);
          return value === undefined ? element.hasAttribute(name) : element.getAttribute(name) === value;
        }
        default: return element.localName === part.toLowerCase();
      }
    });
  }

  function matches(element, selector) {
    return selector.split(',').some((one) => {
      const steps = one.trim().replace(/\s*>\s*/g, ' ').split(/\s+/).map(simpleMatcher);
      if (!steps.pop()(element)) {
        return false;
      }
      let at = element.parentElement;
      while (steps.length && at) {
        if (steps.at(-1)(at)) {
          steps.pop();
        }
        at = at.parentElement;
      }
      return steps.length === 0;
    });
  }

  function* below(node) {
    for (const child of node.childNodes) {
      if (child instanceof Element) {
        yield child;
      }
      yield* below(child);
    }
  }

  // What documents, fragments and elements share.
  const searching = (Base) => class extends Base {
    get children() {
      return this.childNodes.filter((child) => child instanceof Element);
    }

    get firstElementChild() {
      return this.children[0] ?? null;
    }

    get lastElementChild() {
      return this.children.at(-1) ?? null;
    }

    get childElementCount() {
      return this.children.length;
    }

    getElementsByTagName(name) {
      return [...below(this)].filter((element) => name === '*' || element.localName === name.toLowerCase());
    }

    getElementsByTagNameNS(namespace, name) {
      return this.getElementsByTagName(name);
    }

    getElementsByClassName(name) {
      return [...below(this)].filter((element) => element.className.split(/\s+/).includes(name));
    }

    querySelectorAll(selector) {
      return [...below(this)].filter((element) => matches(element, selector));
    }

    querySelector(selector) {
      return this.querySelectorAll(selector)[0] ?? null;
    }
  };

  class Element extends searching(Node) {
    #attributes = new Map();
    #localName;
    #namespace;

    constructor(localName, namespace = HTML) {
      super();
      this.#localName = localName;
      this.#namespace = namespace;
    }

    get nodeType() {
      return ELEMENT_NODE;
    }

    get localName() {
      return this.#localName;
    }

    get namespaceURI() {
      return this.#namespace;
    }

    get tagName() {
      return this.#namespace === HTML ? this.#localName.toUpperCase() : this.#localName;
    }

    get nodeName() {
      return this.tagName;
    }

    get attributes() {
      return [...this.#attributes].map(([name, value]) => ({ name, value }));
    }

    getAttribute(name) {
      return this.#attributes.get(String(name).toLowerCase()) ?? null;
    }

    setAttribute(name, value) {
      this.#attributes.set(String(name).toLowerCase(), String(value));
      this.attributeChanged?.(String(name).toLowerCase());
    }

    removeAttribute(name) {
      this.#attributes.delete(String(name).toLowerCase());
      this.attributeChanged?.(String(name).toLowerCase());
    }

    hasAttribute(name) {
      return this.#attributes.has(String(name).toLowerCase());
    }

    toggleAttribute(name, force = !this.hasAttribute(name)) {
      if (force) {
        this.setAttribute(name, '');
      } else {
        this.removeAttribute(name);
      }
      return force;
    }

    get id() {
      return this.getAttribute('id') ?? '';
    }

    set id(value) {
      this.setAttribute('id', value);
    }

    get className() {
      return this.getAttribute('class') ?? '';
    }

    set className(value) {
      this.setAttribute('class', value);
    }

    get classList() {
      const read = () => this.className.split(/\s+/).filter((name) => name !== '');
      const write = (names) => { this.className = [...new Set(names)].join(' '); };
      return {
        add: (...names) => write([...read(), ...names]),
        remove: (...names) => write(read().filter((name) => !names.includes(name))),
        contains: (name) => read().includes(name),
        toggle: (name) => write(read().includes(name) ? read().filter((n) => n !== name) : [...read(), name]),
      };
    }

    get innerHTML() {
      return this.textContent;
    }

    set innerHTML(text) {
      this.textContent = String(text).replace(/<[^>]*>/g, '');
    }

    matches(selector) {
      return matches(this, String(selector));
    }

    closest(selector) {
      let at = this;
      while (at && !at.matches(selector)) {
        at = at.parentElement;
      }
      return at;
    }

    getBoundingClientRect() {
      return { x: 0, y: 0, width: 0, height: 0, top: 0, left: 0, right: 0, bottom: 0 };
    }

    getClientRects() {
      return [this.getBoundingClientRect()];
    }

    scrollIntoView() {}

    copied() {
      const copy = document.createElement(this.#localName);
      this.attributes.forEach(({ name, value }) => copy.setAttribute(name, value));
      return copy;
    }
  }
  $.hostInterface('Element', Element);
  $.searching = searching;
  $.elementsBelow = below;

  class HTMLElement extends Element {
    #style = {};

    get style() {
      return this.#style;
    }

    set style(text) {
      this.setAttribute('style', text);
    }

    get hidden() {
      return this.hasAttribute('hidden');
    }

    set hidden(value) {
      this.toggleAttribute('hidden', !!value);
    }

    get title() {
      return this.getAttribute('title') ?? '';
    }

    set title(value) {
      this.setAttribute('title', value);
    }

    get innerText() {
      return this.textContent;
    }

    set innerText(text) {
      this.textContent = text;
    }

    get dataset() {
      const all = {};
      this.attributes.filter(({ name }) => name.startsWith('data-')).forEach(({ name, value }) => {
        all[name.slice(5).replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())] = value;
      });
      return all;
    }

    click() {
      this.dispatchEvent(new Event('click', { bubbles: true, cancelable: true }));
    }

    focus() {}

    blur() {}
  }
  $.hostInterface('HTMLElement', HTMLElement);
  $.handlerAttributes(HTMLElement, ['click', 'load', 'error', 'input', 'change']);

  // Attributes that are members too.
  $.reflect = (type, names) => {
    for (const name of names) {
      Object.defineProperty(type.prototype, name, {
        get() {
          return this.getAttribute(name) ?? '';
        },
        set(value) {
          this.setAttribute(name, value);
        },
        enumerable: true,
        configurable: true,
      });
    }
  };

  const types = new Map();
  $.elementType = (names, interfaceName, type) => {
    $.hostInterface(interfaceName, type);
    [names].flat().forEach((name) => types.set(name, type));
    return type;
  };
  $.makeElement = (name, namespace = HTML) => new (types.get(name) ?? HTMLElement)(name, namespace);
  const plain = { html: 'HTMLHtmlElement', head: 'HTMLHeadElement', body: 'HTMLBodyElement', div: 'HTMLDivElement', span: 'HTMLSpanElement', p: 'HTMLParagraphElement' };
  for (const [name, interfaceName] of Object.entries(plain)) {
    $.elementType(name, interfaceName, class extends HTMLElement {});
  }
  $.reflect($.elementType('meta', 'HTMLMetaElement', class extends HTMLElement {}), ['name', 'content']);
  $.reflect($.elementType('a', 'HTMLAnchorElement', class extends HTMLElement {}), ['href', 'target']);
  $.reflect($.elementType('link', 'HTMLLinkElement', class extends HTMLElement {}), ['href', 'rel']);
  $.reflect($.elementType('button', 'HTMLButtonElement', class extends HTMLElement {}), ['name', 'type', 'value']);
  $.reflect($.elementType(['input', 'textarea', 'select'], 'HTMLInputElement', class extends HTMLElement {}), ['name', 'type', 'value']);
  $.elementType('title', 'HTMLTitleElement', class extends HTMLElement {
    get text() {
      return this.textContent;
    }

    set text(value) {
      this.textContent = value;
    }
  });
  $.reflect($.elementType('script', 'HTMLScriptElement', class extends HTMLElement {
    get text() {
      return this.textContent;
    }

    set text(value) {
      this.textContent = value;
    }

    // one that a script puts in is fetched and run
    inserted() {
      if (this.isConnected && !$.isParsing) {
        const run = (text) => {
          try {
            (0, eval)(text);
          } catch (error) {
            $.reportException(error);
          }
        };
        if (this.hasAttribute('src')) {
          $.textAt(this.getAttribute('src')).then((text) => {
            run(text);
            $.fire(this, new Event('load'));
          }, () => $.fire(this, new Event('error')));
        } else {
          run(this.textContent);
        }
      }
    }
  }), ['src', 'type']);
})
