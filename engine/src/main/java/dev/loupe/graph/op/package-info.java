/// The ops: each owns its shape inference, its gradient rule and its catalog of kernels.
@NullMarked
package dev.loupe.graph.op;

import org.jspecify.annotations.NullMarked;
