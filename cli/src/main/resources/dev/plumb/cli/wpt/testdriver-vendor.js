// What a person would do in a page, done by the runner.
(function () {
  'use strict';
  Object.assign(window.test_driver_internal, {
    in_automation: true,
    click: async (element) => element.click(),
    set_permission: async ({ state }) => {
      if (state !== 'granted') {
        throw new Error('set_permission() is unimplemented but for what is granted');
      }
    },
  });
})();
