namespace CorrSyn.Numeric.WidthCorrections

open CorrSyn.Model

/// <summary>Ratios of the widths of a network.</summary>
[<RequireQualifiedAccess>]
module LayerWidths =

    /// N_l / N_0 of the input and of every layer.
    let shares (spec: NetworkSpec) : float list =
        spec.Widths |> List.map (fun width -> float width / float spec.Width)

    /// Every layer above the input, with its width over that of the layer below.
    let withRatios (spec: NetworkSpec) : (float * NetworkLayer) list =
        List.map2
            (fun (below, width) layer -> float width / float below, layer)
            (List.pairwise spec.Widths)
            spec.Layers

    /// Whether all layers have the width of the input.
    let areEqual (spec: NetworkSpec) : bool =
        spec.Widths |> List.forall ((=) spec.Width)
