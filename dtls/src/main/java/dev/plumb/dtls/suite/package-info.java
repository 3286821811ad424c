/** The vocabulary of DTLS: versions, cipher suites, groups, signature schemes, hashes and alerts. */
@NullMarked
package dev.plumb.dtls.suite;

import org.jspecify.annotations.NullMarked;
