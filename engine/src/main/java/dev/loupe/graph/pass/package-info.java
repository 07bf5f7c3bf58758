/// Passes: graph to graph, each a page. But for guided gradients none changes what a graph
/// computes.
@NullMarked
package dev.loupe.graph.pass;

import org.jspecify.annotations.NullMarked;
