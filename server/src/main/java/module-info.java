/** Signalling, web page and the agent behind it. */
module dev.plumb.server {
    requires static org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.websocket.server;
    requires transitive dev.plumb.signal;

    exports dev.plumb.server.web;

    // the WebSocket's methods are called by method handles
    opens dev.plumb.server.signalling to
            org.eclipse.jetty.websocket.common;
}
