package dev.plumb.sdp;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The {@code m=} line.
 *
 * <pre>
 * m=&lt;media&gt; &lt;port&gt;[/&lt;number of ports&gt;] &lt;proto&gt; &lt;fmt&gt; ...
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-5.14 RFC 8866 5.14
 */
public final class MediaLine {
    private final String value;
    private final String media;
    private final int port;
    private final int portCount;
    private final String proto;
    private final List<String> formats;

    private MediaLine(String value, String media, int port, int portCount, String proto, List<String> formats) {
        this.value = value;
        this.media = media;
        this.port = port;
        this.portCount = portCount;
        this.proto = proto;
        this.formats = List.copyOf(formats);
    }

    /**
     * Returns the line {@code m=<media> <port> <proto> <formats>}.
     *
     * @throws IllegalArgumentException where a field is not one word, there is no format, or the port is not 0..65535
     */
    public static MediaLine of(String media, int port, String proto, List<String> formats) {
        SdpText.requireWord(media, "media");
        SdpText.requireRange(port, 0, 65535, "port");
        SdpText.requireWord(proto, "proto");
        SdpText.require(!formats.isEmpty(), "an m= line must list a format, also where it is rejected", formats);
        formats.forEach(format -> SdpText.requireWord(format, "format"));
        String value = media + " " + port + " " + proto + " " + String.join(" ", formats);
        return new MediaLine(value, media, port, 1, proto, formats);
    }

    /** Reads what follows {@code m=}; null where it is malformed. */
    public static @Nullable MediaLine parse(String value) {
        List<String> fields = SdpText.fields(value);
        if (fields.size() < 4 || !SdpText.isOneLine(value) || SdpText.isBlank(value.charAt(0))) {
            return null;
        }
        List<String> ports = SdpText.split(fields.get(1), '/');
        int port = SdpText.number(ports.getFirst(), 65535);
        int portCount = ports.size() == 1 ? 1 : SdpText.number(ports.get(1), 65535);
        if (port < 0 || portCount < 1 || ports.size() > 2) {
            return null;
        }
        return new MediaLine(
                value,
                fields.get(0).toLowerCase(Locale.ROOT),
                port,
                portCount,
                fields.get(2),
                fields.subList(3, fields.size()));
    }

    /** Returns the kind of media in lower case, such as {@code audio}, {@code video} or {@code application}. */
    public String media() {
        return media;
    }

    /** Returns the transport port, 0..65535. */
    public int port() {
        return port;
    }

    /** Returns the number of consecutive ports, or 1 if the line does not tell it. */
    public int portCount() {
        return portCount;
    }

    /** Returns the transport protocol, such as {@code UDP/TLS/RTP/SAVPF}. */
    public String proto() {
        return proto;
    }

    /** Returns the formats, at least one: payload types where the protocol is RTP. */
    public List<String> formats() {
        return formats;
    }

    /** Returns the text behind {@code m=}, as read. */
    public String write() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MediaLine line && value.equals(line.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "m=" + value;
    }
}
