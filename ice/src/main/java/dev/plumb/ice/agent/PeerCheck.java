package dev.plumb.ice.agent;

import dev.plumb.base.bytes.Path;

/** A check of the peer's that was answered with success. */
record PeerCheck(String remoteFragment, Path path, long priority, boolean useCandidate) {}
