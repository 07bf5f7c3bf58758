/// Tensors, kernels and graphs: the engine under every Loupe network.
module dev.loupe.engine {
  requires transitive static org.jspecify;
  requires static jdk.incubator.vector;

  exports dev.loupe.tensor;
  exports dev.loupe.kernel;
  exports dev.loupe.graph;
  exports dev.loupe.graph.op;
  exports dev.loupe.graph.pass;
}
