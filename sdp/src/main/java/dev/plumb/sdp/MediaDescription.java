package dev.plumb.sdp;

import dev.plumb.sdp.attribute.Attribute;
import dev.plumb.sdp.attribute.DirectionAttribute;
import dev.plumb.sdp.attribute.FlagAttribute;
import dev.plumb.sdp.attribute.FmtpAttribute;
import dev.plumb.sdp.attribute.MidAttribute;
import dev.plumb.sdp.attribute.RtcpFbAttribute;
import dev.plumb.sdp.attribute.RtpmapAttribute;
import dev.plumb.sdp.attribute.SctpPortAttribute;
import dev.plumb.sdp.text.SdpText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A media section: its {@code m=} line and the lines up to the next one.
 *
 * @param mediaLine the {@code m=} line
 * @param lines all other lines in their order
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-5.14 RFC 8866 5.14
 */
public record MediaDescription(MediaLine mediaLine, List<SdpLine> lines) implements SdpSection {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException where an {@code m=} line is among the lines
     */
    public MediaDescription {
        lines = SdpLines.of(lines);
        SdpText.require(
                lines.stream().noneMatch(line -> line.type() == 'm'), "a media section has one m= line", mediaLine);
    }

    /**
     * Returns a builder, with port 9 and {@code c=IN IP4 0.0.0.0}.
     *
     * @param media {@code audio}, {@code video}, {@code application}...
     * @param proto the transport protocol, such as {@code UDP/TLS/RTP/SAVPF}
     */
    public static MediaDescriptionBuilder builder(String media, String proto) {
        return new MediaDescriptionBuilder(media, proto);
    }

    /** Returns the media: {@code audio}, {@code video}, {@code application}... */
    public String media() {
        return mediaLine.media();
    }

    /** Returns the port, 0..65535. */
    public int port() {
        return mediaLine.port();
    }

    /** Returns the number of ports, 1 or more. */
    public int portCount() {
        return mediaLine.portCount();
    }

    /** Returns the transport protocol. */
    public String proto() {
        return mediaLine.proto();
    }

    /** Returns the formats. */
    public List<String> formats() {
        return mediaLine.formats();
    }

    /** Returns the formats that are RTP payload types (0..127), in their order, each once, so at most 128. */
    public List<Integer> payloadTypes() {
        return formats().stream()
                .map(format -> SdpText.number(format, 127))
                .filter(payloadType -> payloadType >= 0)
                .distinct()
                .toList();
    }

    /** Returns the identification tag, or empty if there is none. */
    public String mid() {
        MidAttribute mid = first(MidAttribute.TYPE);
        return mid == null ? "" : mid.mid();
    }

    /**
     * Returns whether the section is rejected: port 0, and not bundle-only.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9143#section-6 RFC 9143 6
     */
    public boolean isRejected() {
        return port() == 0 && !has(FlagAttribute.BUNDLE_ONLY);
    }

    /**
     * Returns the meaning of a payload type: its rtpmap here, else the static one of RFC 3551, or null if there is
     * neither.
     */
    public @Nullable RtpmapAttribute rtpmap(int payloadType) {
        List<RtpmapAttribute> own = SdpLines.index(lines)
                .allByKey(RtpmapAttribute.TYPE, r -> Integer.toString(r.payloadType()), Integer.toString(payloadType));
        return own.isEmpty() ? StaticPayloadTypes.rtpmap(payloadType) : own.getFirst();
    }

    /** Returns the fmtp of a format, or null if there is none. */
    public @Nullable FmtpAttribute fmtp(String format) {
        List<FmtpAttribute> own = SdpLines.index(lines).allByKey(FmtpAttribute.TYPE, FmtpAttribute::format, format);
        return own.isEmpty() ? null : own.getFirst();
    }

    /** Returns the feedback for the payload type, including the feedback for all of them ({@code *}). */
    public List<RtcpFbAttribute> rtcpFeedback(int payloadType) {
        SdpLines index = SdpLines.index(lines);
        String own = Integer.toString(payloadType);
        return Stream.concat(
                        index.allByKey(RtcpFbAttribute.TYPE, RtcpFbAttribute::key, own).stream(),
                        index.allByKey(RtcpFbAttribute.TYPE, RtcpFbAttribute::key, "*").stream())
                .toList();
    }

    /**
     * Returns the SCTP port: {@code a=sctp-port}, else the format of {@code DTLS/SCTP}, which old peers write; empty if
     * there is neither.
     */
    public OptionalInt sctpPort() {
        SctpPortAttribute attribute = first(SctpPortAttribute.TYPE);
        if (attribute != null) {
            return OptionalInt.of(attribute.port());
        }
        int old = proto().equals("DTLS/SCTP") ? SdpText.number(formats().getFirst(), 65535) : -1;
        return old < 0 ? OptionalInt.empty() : OptionalInt.of(old);
    }

    /**
     * Returns the section with attributes added where their kinds belong. Attributes of one kind keep the given order.
     */
    public MediaDescription withAll(List<? extends Attribute> attributes) {
        return new MediaDescription(mediaLine, AttributeOrder.media(formats()).addedAll(lines, attributes));
    }

    /** Returns a copy with the attribute put where its kind belongs. */
    public MediaDescription with(Attribute attribute) {
        return new MediaDescription(mediaLine, AttributeOrder.media(formats()).added(lines, attribute));
    }

    /** Returns a copy with the attribute in place of all of its name. */
    public MediaDescription withOnly(Attribute attribute) {
        return without(attribute.attribute().name()).with(attribute);
    }

    /** Returns a copy without the attributes of a name. */
    public MediaDescription without(String name) {
        return new MediaDescription(mediaLine, AttributeOrder.without(lines, name));
    }

    /** Returns a copy with this direction in place of any other. */
    public MediaDescription withDirection(DirectionAttribute direction) {
        MediaDescription changed = this;
        for (DirectionAttribute other : DirectionAttribute.values()) {
            changed = changed.without(other.attributeName());
        }
        return changed.with(direction);
    }

    /** Returns a copy with this {@code c=} line in place of any other. */
    public MediaDescription withConnection(Connection connection) {
        List<SdpLine> changed = new ArrayList<>(lines);
        changed.removeIf(line -> line.type() == 'c');
        SdpLine line = new SdpLine('c', connection.write());
        return new MediaDescription(mediaLine, AttributeOrder.media(formats()).added(changed, line));
    }

    /** Returns a copy with this port, one only. */
    public MediaDescription withPort(int port) {
        return new MediaDescription(MediaLine.of(media(), port, proto(), formats()), lines);
    }

    /** Returns a copy with these formats. Their attributes stay as they are. */
    public MediaDescription withFormats(List<String> formats) {
        return new MediaDescription(MediaLine.of(media(), port(), proto(), formats), lines);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(mediaLine.toString()).append("\r\n");
        lines.forEach(line -> out.append(line).append("\r\n"));
        return out.toString();
    }
}
