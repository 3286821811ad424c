/**
 * The objects of real-time communication, with the names that the W3C gives them, made by an
 * {@link dev.plumb.objects.Agent}.
 */
@NullMarked
package dev.plumb.objects;

import org.jspecify.annotations.NullMarked;
