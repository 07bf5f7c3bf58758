/// Passes: graph to graph, each a page. None changes what a graph computes.
@NullMarked
package dev.loupe.graph.pass;

import org.jspecify.annotations.NullMarked;
