namespace CorrSyn.Numeric.Averages

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Numeric

/// <summary>Averages over neurons by panels, for every activation: over the field, and over the inputs too where there
/// is no closed form.</summary>
/// <remarks>The error is the difference of two resolutions, of which the finer one is returned: an upper estimate where
/// refinement converges; and what lies beyond a reach that has been shortened.</remarks>
[<RequireQualifiedAccess>]
module PanelAverages =

    /// What is averaged.
    type private Case =
        {
            Activation: Activation
            Response: Response
            FieldStdDev: float
            S: float
            Products: FieldProducts
        }

    /// Values at one resolution.
    type private Sample =
        {
            Resolution: Resolution
            /// Panels, and u and weight of the nodes of each.
            Nodes: ((float * float) * (float * float)[])[]
            /// Those of all functions at each node.
            Values: float[][]
            /// Of the products.
            Sums: ProductSums
        }

    /// Whether fewer nodes and a shorter reach may do.
    let private isLoose tolerance = tolerance >= 1e-9

    /// For a reach; each is compared with the one before it; the first three are for loose tolerances.
    let private resolutions =
        [
            6, 10, 2.0
            8, 12, 2.0
            12, 16, 2.0
            16, 20, 2.0
            22, 28, 2.0
            24, 32, 1.0
            24, 32, 0.5
        ]
        |> List.map (fun (panelNodes, smoothNodes, width) ->
            let panel = PanelRule.legendre panelNodes
            let smooth = PanelRule.hermite smoothNodes

            fun reach ->
                {
                    Panel = panel
                    Smooth = smooth
                    Width = width
                    Reach = reach
                }
        )

    let private compensatedSum (values: float[]) =
        let mutable total = 0.0
        let mutable lost = 0.0

        for value in values do
            let term = value - lost
            let next = total + term
            lost <- (next - total) - term
            total <- next

        total

    /// Nodes and weights of u in each panel; from 0 up where only the even part counts.
    let private fieldNodes (resolution: Resolution) fieldStdDev (panels: (float * float)[]) =
        let rule = resolution.Panel

        let nodes =
            panels
            |> Array.map (fun (a, b) ->
                Array.map2
                    (fun x weight ->
                        let u = a + (b - a) * x
                        let deviation = u / fieldStdDev
                        u, weight * (b - a) * Math.Exp(-0.5 * deviation * deviation)
                    )
                    rule.Nodes
                    rule.Weights
                |> Array.filter (fun (_, weight) -> weight > 0.0)
            )

        let total = nodes |> Array.concat |> Array.map snd |> compensatedSum

        Array.map2
            (fun panel ->
                Array.map (fun (u, weight) -> u, weight / total) >> fun nodes -> panel, nodes
            )
            panels
            nodes

    /// Nodes over the field at one resolution: panels, and u and weight of the nodes of each.
    let private tryFieldNodes layer (case: Case) (pointLimit: int) (resolution: Resolution) =
        if case.FieldStdDev = 0.0 then
            Ok [| (0.0, 0.0), [| 0.0, 1.0 |] |]
        else
            FieldPanels.tryCreate
                case.Response.Breaks
                case.Response.Edges
                resolution.Width
                case.FieldStdDev
                case.S
                (resolution.Reach * case.FieldStdDev)
                case.Response.IsOdd
                (pointLimit / resolution.Panel.Nodes.Length)
            |> Option.map (fieldNodes resolution case.FieldStdDev)
            |> Option.map Ok
            |> Option.defaultValue (Error(NotResolved(layer, pointLimit + 1, pointLimit)))

    /// The values of all functions at the nodes, where inputs have that standard deviation.
    let private valuesAt (case: Case) (resolution: Resolution) nodes (s: float) : float[][] =
        let activation = case.Activation
        let functions = case.Products.Functions

        let neuron =
            PanelNeuron.create activation case.Response resolution case.Products case.FieldStdDev s

        // At u = 0 what is odd in the field vanishes; sums over inputs would leave a rounding.
        let isZero u functionOfField =
            u = 0.0 && case.Response.IsOdd && FieldProducts.parity functionOfField = -1

        nodes
        |> Array.collect (fun (panel, nodes) ->
            let ofField = neuron panel

            nodes
            |> Array.map (fun (u, _) ->
                let average = ClosedForm.orElse activation u s (ofField u)
                functions |> Array.map (fun f -> if isZero u f then 0.0 else average f)
            )
        )

    /// The sums of the products, each node with its weight times a factor.
    let private sumsOf (case: Case) nodes (factor: float -> float) (values: float[][]) =
        let sums = ProductSums.create case.Response.IsOdd case.Products

        nodes
        |> Array.collect snd
        |> Array.iteri (fun i (u, weight) -> ProductSums.add sums (weight * factor u) values[i])

        sums

    let private sample case pointLimit layer resolution =
        tryFieldNodes layer case pointLimit resolution
        |> Result.map (fun nodes ->
            let values = valuesAt case resolution nodes case.S

            {
                Resolution = resolution
                Nodes = nodes
                Values = values
                Sums = sumsOf case nodes (fun _ -> 1.0) values
            }
        )

    /// The change of the logarithm of a variance over which differences are taken. Both sides have the same nodes, so that
    /// these are as accurate as the change is small.
    let private change = 1e-5

    /// By the density of the field, whose derivative is known, and by differences over a change of the inputs.
    let private derivatives (case: Case) (coarse: Sample) (fine: Sample) : AverageDerivatives =
        let ofDensity u =
            if case.FieldStdDev = 0.0 then
                0.0
            else
                let deviation = u / case.FieldStdDev
                0.5 * (deviation * deviation - 1.0)

        let moved =
            case.S * Math.Exp(0.5 * change)
            |> valuesAt case coarse.Resolution coarse.Nodes
            |> sumsOf case coarse.Nodes (fun _ -> 1.0)

        {
            ByInputVariance =
                Array.map2
                    (fun after before -> (after - before) / change)
                    moved.Totals
                    coarse.Sums.Totals
            ByFieldVariance = (sumsOf case fine.Nodes ofDensity fine.Values).Totals
        }

    /// <summary>The averages.</summary>
    /// <param name="tolerance">The relative error.</param>
    /// <param name="pointLimit">The most nodes over the field.</param>
    /// <param name="layer">The layer, for the error.</param>
    /// <param name="activation">phi.</param>
    /// <param name="fieldStdDev">At least 0.</param>
    /// <param name="s">Above 0.</param>
    /// <param name="products">The products to average.</param>
    let evaluate
        (tolerance: float)
        (pointLimit: int)
        (layer: int)
        (activation: Activation)
        (fieldStdDev: float)
        (s: float)
        (products: FieldProducts)
        : Result<FieldAverage, SolveError> =
        let spread = Math.Sqrt(fieldStdDev * fieldStdDev + s * s)

        let rec refine case convergence reach resolutions coarse =
            match resolutions with
            | [] -> invalidOp "Two resolutions are compared at least."
            | resolution :: finer ->
                sample case pointLimit layer (resolution reach)
                |> Result.bind (fun fine ->
                    match ProductSums.tryAccept convergence tolerance coarse.Sums fine.Sums with
                    | Some averages ->
                        Ok
                            { averages with
                                Derivatives = Some(lazy (derivatives case coarse fine))
                            }
                    | None when not (List.isEmpty finer) ->
                        refine case convergence reach finer fine
                    | None ->
                        let errors = ProductSums.errors convergence coarse.Sums fine.Sums
                        let worst = Seq.init errors.Length id |> Seq.maxBy (fun i -> errors[i])
                        let name = FieldProducts.name products.Products[worst]

                        if Double.IsFinite errors[worst] then
                            Error(NotAccurate(layer, name, errors[worst], tolerance))
                        else
                            Error(NonFinite(layer, name))
                )

        AverageReach.tryCreate layer activation spread
        |> Result.bind (fun reach ->
            let limit = 1.01 * reach * (fieldStdDev + s)

            PanelNeuron.tryResponse layer activation limit s spread products
            |> Result.bind (fun response ->
                let case =
                    {
                        Activation = activation
                        Response = response
                        FieldStdDev = fieldStdDev
                        S = s
                        Products = products
                    }

                let struct (reach, beyond), resolutions =
                    if isLoose tolerance then
                        AverageReach.shortened tolerance activation response spread reach,
                        resolutions
                    else
                        struct (reach, 0.0), List.skip 3 resolutions

                sample case pointLimit layer (List.head resolutions reach)
                |> Result.bind (refine case ((+) beyond) reach (List.tail resolutions))
            )
        )
