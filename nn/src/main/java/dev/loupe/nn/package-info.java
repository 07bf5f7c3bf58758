/// Layers, initialisers, losses and optimisers: records that write graphs.
@NullMarked
package dev.loupe.nn;

import org.jspecify.annotations.NullMarked;
