(function ($) {
  'use strict';
  $.attachTransform = function () {
    throw $.domException('NotSupportedError', 'no transforms yet');
  };
})
