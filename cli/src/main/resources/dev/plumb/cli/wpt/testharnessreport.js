// What the suite leaves to those who run it: results go out as they come.
(function () {
  'use strict';
  const tell = globalThis.plumbReport;
  delete globalThis.plumbReport;
  const STATUSES = ['PASS', 'FAIL', 'TIMEOUT', 'NOTRUN', 'PRECONDITION_FAILED'];
  const HARNESS = ['OK', 'ERROR', 'TIMEOUT', 'PRECONDITION_FAILED'];
  const row = (test) => (test.message === null || test.message === undefined
    ? [test.name, STATUSES[test.status]] : [test.name, STATUSES[test.status], String(test.message)]);
  setup({ output: false });
  add_result_callback((test) => tell(JSON.stringify({ test: row(test) })));
  add_completion_callback((tests, status) => tell(JSON.stringify({
    status: HARNESS[status.status], message: status.message ?? null, tests: tests.map(row),
  })));
})();
