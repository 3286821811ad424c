// The names by which a browser's script finds its surroundings: self, window, navigator, location.
(function ($) {
  'use strict';
  $.expose('self', globalThis);
  $.expose('window', globalThis);

  const Navigator = $.hostInterface('Navigator', class Navigator {
    get userAgent() {
      return $.native.host.userAgent();
    }

    get appName() {
      return 'Netscape';
    }

    get appVersion() {
      return '5.0 (Plumb)';
    }

    get product() {
      return 'Gecko';
    }

    get vendor() {
      return '';
    }

    get platform() {
      return 'JVM';
    }

    get language() {
      return 'en';
    }

    get languages() {
      return Object.freeze(['en']);
    }

    get onLine() {
      return true;
    }

    get hardwareConcurrency() {
      return 1;
    }
  });
  $.expose('navigator', new Navigator());

  const url = new URL($.native.host.baseUrl());
  const location = {};
  for (const part of ['href', 'origin', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']) {
    Object.defineProperty(location, part, { get: () => url[part], enumerable: true });
  }
  Object.defineProperty(location, Symbol.toStringTag, { value: 'Location' });
  Object.defineProperty(location, 'toString', { value: () => url.href, enumerable: true });
  $.expose('location', location);
  $.expose('origin', url.origin);
  $.expose('isSecureContext', true);
  $.expose('close', function close() {
    $.native.host.close();
  });
})
