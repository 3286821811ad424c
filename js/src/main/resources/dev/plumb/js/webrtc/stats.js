// Statistics as scripts read them: a read-only map of dictionaries.
(function ($) {
  'use strict';
  class RTCStatsReportImpl extends $.Impl {
    constructor(report) {
      super();
      this.map = new Map();
      for (const stats of Object.values(report.byId || {})) {
        const { id, type, timestamp, members } = stats;
        this.map.set(id, $.adopt({ id, type, timestamp, ...members }));
      }
    }
  }
  $.implement('RTCStatsReport', RTCStatsReportImpl);
  $.statsOf = report => new RTCStatsReportImpl(report).wrapper;

  // statistics that an object tells at once, given as a task
  $.statsLater = handle => $.promise((resolve, reject) => {
    $.native.later(() => {
      try {
        resolve($.statsOf($.native.call(handle, 'getStats')));
      } catch (e) {
        reject($.adopt(e));
      }
    });
  });
})
