package dev.plumb.signal.jsep;

import dev.plumb.objects.SpecName;

/** What a session description is. */
public enum RTCSdpType implements SpecName {
    /** Proposes. */
    OFFER,
    /** Agrees for the time being. */
    PRANSWER,
    /** Agrees. */
    ANSWER,
    /** Takes back the offer under way. */
    ROLLBACK
}
