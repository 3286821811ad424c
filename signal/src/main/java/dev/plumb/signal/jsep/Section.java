package dev.plumb.signal.jsep;

import dev.plumb.sdp.MediaDescription;
import java.util.Optional;

/**
 * A place in the order of media sections, which keeps its index for good.
 *
 * @param mid its name
 * @param media audio, video, application or whatever the peer wrote
 * @param transceiver of an RTP section; empty for data, and for what is refused for good
 * @param local what our description says here
 * @param remote what the peer's description says here
 */
record Section(
        String mid,
        String media,
        Optional<RTCRtpTransceiver> transceiver,
        Optional<MediaDescription> local,
        Optional<MediaDescription> remote) {
    static Section of(String mid, String media, Optional<RTCRtpTransceiver> transceiver) {
        return new Section(mid, media, transceiver, Optional.empty(), Optional.empty());
    }

    boolean isData() {
        return media.equals("application");
    }

    Section withLocal(MediaDescription section) {
        return new Section(mid, media, transceiver, Optional.of(section), remote);
    }

    Section withRemote(MediaDescription section) {
        return new Section(mid, media, transceiver, local, Optional.of(section));
    }

    /** Returns whether our description has the section, and does not reject it. */
    boolean isInLocal() {
        return local.filter(s -> !s.isRejected()).isPresent();
    }

    /** Returns whether the peer's description has the section, and does not reject it. */
    boolean isInRemote() {
        return remote.filter(s -> !s.isRejected()).isPresent();
    }

    /** Returns whether both descriptions have the section, and neither rejects it. */
    boolean isAgreed() {
        return isInLocal() && isInRemote();
    }
}
