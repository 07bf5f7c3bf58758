package dev.loupe.formats.onnx;

import dev.loupe.nn.Scope;
import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Writes the graph of a model into one of Loupe's, node by node.
///
/// Whatever depends on shapes and constants alone is computed at once, so that of the machinery
/// that exporters put around a network nothing remains. Functions of the model and branches whose
/// condition is known are written in place.
final class Translation {
  private static final int DEPTH = 50;

  private final Scope scope;
  private final OnnxModel model;
  private final int stretch;
  private final Map<String, Held> values = new LinkedHashMap<>();
  private final Set<String> noted = new HashSet<>();

  /// @param stretch how many samples take the place of each that the file was written for
  Translation(Scope scope, OnnxModel model, int stretch) {
    this.scope = scope;
    this.model = model;
    this.stretch = stretch;
  }

  /// Translates the graph.
  ///
  /// @param inputs by name
  /// @return the outputs of the graph, by name
  /// @throws LoupeException if there are operators that Loupe does not have, with all their names
  Map<String, Held> run(Map<String, Held> inputs) {
    refuseUnknown(model);
    Weights.held(scope, model).forEach(values::put);
    values.putAll(inputs);
    List<String> wanted = model.graph().outputs().stream().map(OnnxValueInfo::name).toList();
    nodes(reachable(model.graph().nodes(), wanted), values, Map.of(), 0);
    Map<String, Held> outputs = new LinkedHashMap<>();
    for (String name : wanted) {
      outputs.put(name, get(values, name, "the graph's output"));
    }
    return outputs;
  }

  /// What the file holds.
  List<Initializer> initializers() {
    return values.values().stream()
        .filter(Initializer.class::isInstance)
        .map(Initializer.class::cast)
        .toList();
  }

  /// Refuses a model with operators that Loupe does not have, with all of them.
  static void refuseUnknown(OnnxModel model) {
    Map<String, List<String>> missing = new TreeMap<>();
    Set<String> own = new HashSet<>();
    model.functions().forEach(f -> own.add(f.domain() + ":" + f.name()));
    List<String> wanted = model.graph().outputs().stream().map(OnnxValueInfo::name).toList();
    for (OnnxNode n : reachable(model.graph().nodes(), wanted)) {
      collect(n, own, missing);
    }
    for (OnnxFunction f : model.functions()) {
      f.nodes().forEach(n -> collect(n, own, missing));
    }
    if (!missing.isEmpty()) {
      List<String> lines = new ArrayList<>();
      missing.forEach((op, names) -> lines.add(op + " in " + Texts.list(names, 3)));
      throw LoupeException.of("the model has operators that Loupe does not have")
          .expected("operators of docs/formats.md")
          .got(String.join("; ", lines));
    }
  }

  private static void collect(OnnxNode n, Set<String> own, Map<String, List<String>> missing) {
    boolean known =
        own.contains(n.domain() + ":" + n.operator())
            || (n.domain().isEmpty() && Operators.knows(n.operator()));
    if (!known) {
      String name = n.domain().isEmpty() ? n.operator() : n.domain() + "." + n.operator();
      missing.computeIfAbsent(name, k -> new ArrayList<>()).add("'" + n.label() + "'");
    }
    for (OnnxAttribute a : n.attributes().values()) {
      if (a instanceof OnnxAttribute.Body b) {
        b.value().nodes().forEach(inner -> collect(inner, own, missing));
      }
    }
  }

  private static List<OnnxNode> reachable(List<OnnxNode> nodes, List<String> outputs) {
    Set<String> wanted = new HashSet<>(outputs);
    List<OnnxNode> kept = new ArrayList<>();
    for (OnnxNode n : nodes.reversed()) {
      if (n.outputs().stream().anyMatch(wanted::contains)) {
        kept.add(n);
        wanted.addAll(n.inputs());
        n.attributes().values().stream()
            .filter(OnnxAttribute.Body.class::isInstance)
            .map(a -> ((OnnxAttribute.Body) a).value())
            .flatMap(g -> g.nodes().stream())
            .forEach(inner -> wanted.addAll(inner.inputs()));
      }
    }
    return kept.reversed();
  }

  private void nodes(
      List<OnnxNode> nodes, Map<String, Held> known, Map<String, OnnxAttribute> given, int depth) {
    if (depth > DEPTH) {
      throw LoupeException.of("functions call each other more than " + DEPTH + " deep");
    }
    for (OnnxNode raw : nodes) {
      OnnxNode n = resolved(raw, given);
      List<Optional<Held>> inputs = new ArrayList<>();
      for (String name : n.inputs()) {
        inputs.add(name.isEmpty() ? Optional.empty() : Optional.of(get(known, name, n.label())));
      }
      Call call = new Call(n, model.opsets().getOrDefault("", 1L), inputs, scope, stretch);
      Optional<OnnxFunction> function = function(n);
      List<Held> outputs;
      if (function.isPresent()) {
        outputs = inline(function.get(), call, depth);
      } else if (n.operator().equals("If")) {
        outputs = branch(call, known, given, depth);
      } else {
        outputs = new Outcome(call).outputs();
        note(n, outputs);
      }
      for (int i = 0; i < n.outputs().size(); i++) {
        if (!n.outputs().get(i).isEmpty() && i < outputs.size()) {
          known.put(n.outputs().get(i), outputs.get(i));
        }
      }
    }
  }

  /// Makes a layer of a node, if its value lies as that of a layer does. Of several of one name
  /// only the first is found.
  private void note(OnnxNode n, List<Held> outputs) {
    Held first = outputs.getFirst();
    if (!first.fixed() && !first.late()) {
      Placed p = first.placed();
      boolean lies = p.rank() > 1 && Arrays.equals(p.order(), Placed.channelsLast(p.rank()));
      if (lies && !p.isNothing() && noted.add(n.label())) {
        scope.layer(n.label(), p.value());
      }
    }
  }

  private Optional<OnnxFunction> function(OnnxNode n) {
    return model.functions().stream()
        .filter(f -> f.domain().equals(n.domain()) && f.name().equals(n.operator()))
        .findFirst();
  }

  private List<Held> inline(OnnxFunction f, Call call, int depth) {
    Map<String, Held> inner = new HashMap<>();
    for (int i = 0; i < f.inputs().size(); i++) {
      if (call.has(i)) {
        inner.put(f.inputs().get(i), call.held(i));
      }
    }
    Map<String, OnnxAttribute> given = new HashMap<>(f.defaults());
    given.putAll(call.node().attributes());
    nodes(f.nodes(), inner, given, depth + 1);
    return f.outputs().stream().map(name -> get(inner, name, call.node().label())).toList();
  }

  private List<Held> branch(
      Call call, Map<String, Held> known, Map<String, OnnxAttribute> given, int depth) {
    if (!call.held(0).fixed()) {
      throw call.refuse("its condition is not known before the graph runs");
    }
    String name = call.literal(0).single() != 0 ? "then_branch" : "else_branch";
    if (!(call.node().attributes().get(name) instanceof OnnxAttribute.Body body)) {
      throw call.refuse("it has no " + name);
    }
    Map<String, Held> inner = new HashMap<>(known);
    for (OnnxTensor t : body.value().initializers()) {
      inner.put(t.name(), Initializer.constant(scope, t));
    }
    nodes(body.value().nodes(), inner, given, depth + 1);
    return body.value().outputs().stream().map(o -> get(inner, o.name(), name)).toList();
  }

  /// The node with the attributes of the function's call in place.
  private static OnnxNode resolved(OnnxNode n, Map<String, OnnxAttribute> given) {
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    boolean changed = false;
    for (Map.Entry<String, OnnxAttribute> a : n.attributes().entrySet()) {
      if (a.getValue() instanceof OnnxAttribute.Reference r) {
        changed = true;
        if (given.containsKey(r.name())) {
          attributes.put(a.getKey(), given.get(r.name()));
        }
      } else {
        attributes.put(a.getKey(), a.getValue());
      }
    }
    return changed
        ? new OnnxNode(n.name(), n.domain(), n.operator(), n.inputs(), n.outputs(), attributes)
        : n;
  }

  private static Held get(Map<String, Held> values, String name, String reader) {
    Held held = values.get(name);
    if (held == null) {
      throw LoupeException.of("nothing computes the value '" + name + "'")
          .expected("a node before '" + reader + "', an initializer or an input")
          .fix("the file is broken, or its nodes are out of order");
    }
    return held;
  }
}
