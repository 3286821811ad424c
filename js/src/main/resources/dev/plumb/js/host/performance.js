// performance: the loop's clock, the one that statistics and frames are stamped by.
(function ($) {
  'use strict';
  const host = $.native.host;
  const timeOrigin = host.timeOriginMillis();
  $.now = () => host.nowMillis();

  class Performance extends EventTarget {
    #entries = [];

    now() {
      return host.nowMillis();
    }

    get timeOrigin() {
      return timeOrigin;
    }

    mark(name, options = {}) {
      const entry = { name: String(name), entryType: 'mark', startTime: options.startTime ?? this.now(), duration: 0, detail: options.detail ?? null };
      this.#entries.push(entry);
      return entry;
    }

    measure(name, start, end) {
      const at = (mark, otherwise) => {
        if (mark === undefined) {
          return otherwise;
        }
        const found = this.#entries.findLast((entry) => entry.entryType === 'mark' && entry.name === mark);
        if (!found) {
          throw new DOMException(`performance.measure: no mark called ${mark}`, 'SyntaxError');
        }
        return found.startTime;
      };
      const startTime = at(start, 0);
      const entry = { name: String(name), entryType: 'measure', startTime, duration: at(end, this.now()) - startTime, detail: null };
      this.#entries.push(entry);
      return entry;
    }

    getEntries() {
      return [...this.#entries];
    }

    getEntriesByName(name) {
      return this.#entries.filter((entry) => entry.name === name);
    }

    getEntriesByType(type) {
      return this.#entries.filter((entry) => entry.entryType === type);
    }

    clearMarks(name) {
      this.#entries = this.#entries.filter((entry) => entry.entryType !== 'mark' || (name !== undefined && entry.name !== name));
    }

    clearMeasures(name) {
      this.#entries = this.#entries.filter((entry) => entry.entryType !== 'measure' || (name !== undefined && entry.name !== name));
    }

    toJSON() {
      return { timeOrigin };
    }
  }
  $.hostInterface('Performance', Performance);
  $.expose('performance', new Performance());
})
