package dev.plumb.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which names and origins a server takes for its own. */
class OwnOriginsTest {
    private static final String ADDRESS = "192.0.2.7";

    private static OwnOrigins of(boolean tls) {
        return new OwnOrigins(
                tls,
                "Server.local", // names have no case
                List.of(URI.create("https://Call.example.org"), URI.create("http://other.example:8000")));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, true",
        "LOCALHOST:8080, true",
        "192.0.2.7:8080, true",
        "server.local:8080, true",
        "call.example.org, true",
        "call.example.org:443, true",
        "other.example:8000, true",
        "localhost, false",
        "localhost:8081, false",
        "localhost:, false",
        "evil.example:8080, false",
        "localhost.evil.example:8080, false",
        "evil-localhost:8080, false",
        "192.0.2.8:8080, false",
        "call.example.org:8080, false",
        "call.example.org.:443, false",
        "other.example, false",
        "user@localhost:8080, false",
        "'', false",
        ":8080, false"
    })
    void answersToItsOwnNames(String host, boolean isOwn) {
        assertThat(of(false).isOwnHost(host, ADDRESS, 8080)).isEqualTo(isOwn);
    }

    @ParameterizedTest
    @CsvSource({
        "false, http://localhost:8080, true",
        "false, http://192.0.2.7:8080, true",
        "false, https://call.example.org, true",
        "false, https://call.example.org:443, true",
        "false, http://other.example:8000, true",
        "true, https://localhost:8080, true",
        "true, http://localhost:8080, false",
        "false, https://localhost:8080, false",
        "false, http://call.example.org, false",
        "false, https://other.example:8000, false",
        "false, http://localhost, false",
        "false, http://evil.example:8080, false",
        "false, http://evil.example://localhost:8080, false",
        "false, null, false",
        "false, file://, false",
        "false, '', false"
    })
    void letsItsOwnPagesCall(boolean tls, String origin, boolean mayCall) {
        assertThat(of(tls).mayCall(origin, ADDRESS, 8080)).isEqualTo(mayCall);
    }

    @ParameterizedTest
    @CsvSource({"[::1]:8080, true", "[::2]:8080, false", "[::1], false"})
    void readsAddressesInBrackets(String host, boolean isOwn) {
        assertThat(new OwnOrigins(false, "::1", List.of()).isOwnHost(host, "0:0:0:0:0:0:0:1", 8080))
                .isEqualTo(isOwn);
    }
}
