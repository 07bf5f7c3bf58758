package dev.loupe.graph;

import dev.loupe.tensor.Shape;

/// A handle to what a node computes, while a graph is being built.
///
/// @param id the node's place in the graph
/// @param shape the inferred shape
public record Value(int id, Shape shape) {}
