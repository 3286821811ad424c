/**
 * ICE: candidates, checks, nomination, consent, restart, and the gathering of reflexive candidates (RFC 8445, 8838,
 * 7675).
 */
@NullMarked
package dev.plumb.ice.agent;

import org.jspecify.annotations.NullMarked;
