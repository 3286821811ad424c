package dev.plumb.signal.jsep;

import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.SessionDescription;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * A lookup of the sections that speak for the transports of a description. A section with ICE credentials and
 * fingerprints speaks for itself. Otherwise the first section of its bundle that has them speaks for it. The bundle is
 * searched once, however many sections ask.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.2.2 RFC 9429 5.2.2, Subsequent Offers
 */
final class SectionTransports {
    private final SessionDescription description;
    private final SequencedSet<String> bundle;
    private boolean searched;
    private @Nullable MediaDescription speaksForTheBundle;

    SectionTransports(SessionDescription description) {
        this.description = description;
        this.bundle = description.bundle();
    }

    SessionDescription description() {
        return description;
    }

    /** Returns the names of the sections that share a transport. */
    SequencedSet<String> bundle() {
        return bundle;
    }

    /**
     * Returns the section with the ICE credentials and fingerprints of a section; the section itself where none has
     * them.
     */
    MediaDescription of(MediaDescription section) {
        if (RemoteMedia.hasTransport(description, section) || !bundle.contains(section.mid())) {
            return section;
        }
        if (!searched) {
            searched = true;
            speaksForTheBundle = search();
        }
        MediaDescription found = speaksForTheBundle;
        return found == null ? section : found;
    }

    private @Nullable MediaDescription search() {
        for (String mid : bundle) {
            MediaDescription section = description.mediaByMid(mid);
            if (section != null && RemoteMedia.hasTransport(description, section)) {
                return section;
            }
        }
        return null;
    }

    /** Returns whether a section has, itself or through its bundle, all that ICE, DTLS and, for data, SCTP need. */
    boolean isUsable(MediaDescription section) {
        return RemoteMedia.isOurs(section) && RemoteMedia.hasTransport(description, of(section));
    }
}
