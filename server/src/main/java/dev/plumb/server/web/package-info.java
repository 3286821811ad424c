/** The web page and the server that gives it. */
@NullMarked
package dev.plumb.server.web;

import org.jspecify.annotations.NullMarked;
