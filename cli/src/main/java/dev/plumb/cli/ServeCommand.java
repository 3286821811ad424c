package dev.plumb.cli;

import dev.plumb.cli.check.Interfaces;
import dev.plumb.server.web.WebServer;
import dev.plumb.server.web.WebServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A web page from which a person calls an agent. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "A web page from which a person calls an agent, and sees and hears itself come back.",
            "Runs until it is interrupted."
        })
final class ServeCommand implements Callable<Integer> {
    /** A strong reference, since loggers are otherwise collected together with their level. */
    private static final Logger WEB_LOGGER = Logger.getLogger("org.eclipse.jetty");

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "The address to listen on.")
    private String host = "127.0.0.1";

    @Option(names = "--port", defaultValue = "8080", description = "The port to listen on; 0 for any.")
    private int port = 8080;

    @Option(
            names = "--tls",
            description = {
                "By HTTPS with a self-signed certificate, for other machines:",
                "browsers give camera and microphone only to localhost and to HTTPS."
            })
    private boolean tls;

    @Option(names = "--calls", defaultValue = "50", description = "How many calls there may be at a time.")
    private int calls = 50;

    @Option(
            names = "--origin",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            paramLabel = "<origin>",
            description = {
                "An origin under which it is reached beside its own address and localhost,",
                "such as https://call.example.org. May be given more than once."
            })
    private List<URI> origins = List.of();

    /** Creates the command, as picocli does. */
    ServeCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        WEB_LOGGER.setLevel(Level.WARNING);
        if (host.isBlank()) {
            throw new IllegalArgumentException("--host needs an address or a name");
        }
        try {
            InetAddress _ = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("there is no host " + host, e);
        }
        WebServer server;
        try {
            server = WebServer.start(new WebServerOptions(host, port, tls, calls, origins));
        } catch (IOException e) {
            System.err.println("plumb serve: " + Mistakes.text(e));
            return 1;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "plumb-serve-end"));
        System.out.println("Open " + server.uri() + " and press Call. Ctrl-C ends it.");
        if (tls) {
            System.out.println("The certificate is self-signed: the browser asks once whether to go on.");
        }
        System.out.flush();
        try {
            Interfaces.require();
        } catch (SocketException e) {
            System.err.println("plumb serve: " + e.getMessage() + ": no call will connect until one is");
        }
        // until the process is interrupted
        new CountDownLatch(1).await();
        return 0;
    }
}
