package dev.plumb.ice.agent;

import java.util.List;

/** A sentence that explains why no candidate pair works, derived from the checks that were sent and the counters. */
final class FailureReason {
    private FailureReason() {}

    static String of(List<CandidatePair> pairs, boolean hasRemotes, IceCounters counters) {
        if (!hasRemotes) {
            return "the peer has no candidate that can be used";
        }
        if (pairs.isEmpty()) {
            return "none of our candidates fits one of the peer's (other address families, or TCP only)";
        }
        long sent = pairs.stream().mapToLong(p -> p.requestsSent).sum();
        long received = pairs.stream().mapToLong(p -> p.requestsReceived).sum();
        String tried = pairs.size() + " candidate pairs, " + sent + " checks sent";
        if (counters.unauthenticatedRequests > 0 || counters.unauthenticatedResponses > 0) {
            return tried + "; " + counters.unauthenticatedRequests + " checks of the peer and "
                    + counters.unauthenticatedResponses
                    + " answers bear other credentials: the ICE user name fragment or password is not the"
                    + " one signalled";
        }
        if (received > 0) {
            return tried + ", none answered, though " + received
                    + " checks of the peer arrived: what we send does not reach it (a firewall?)";
        }
        return tried
                + ", none answered, and nothing of the peer arrived: a firewall, or addresses that cannot be reached";
    }
}
