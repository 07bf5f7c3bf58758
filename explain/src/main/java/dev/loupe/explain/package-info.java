/// Looking into a network: values of layers, gradients of a target, attributions and their quality.
@NullMarked
package dev.loupe.explain;

import org.jspecify.annotations.NullMarked;
