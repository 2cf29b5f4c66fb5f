namespace CorrSyn.Derivation

open CorrSyn.Model
open CorrSyn.Symbolic

/// The steps of the argument about collective variables.
[<RequireQualifiedAccess>]
module CollectiveStep =

    /// C-1 and on: what makes the collective variables move.
    let closure premise gamma (full: LayerMap) : Step =
        let sources = Parity.sources full

        let remark =
            if
                List.isEmpty sources
                && Premise.postsynaptic premise <> CorrelationStructure.Identity
            then
                " Here the correlations have mean 0 over pairs, and nothing makes them leave 0 for any phi."
            else
                ""

        {
            Title = "When four order parameters are enough"
            Statement =
                "M_ab = sqrt(N) Cov(a, b) and V_ab = sum_i Cov(h_i, a) Cov(h_i, b) of p = m.h/N and w = h.h/N start at 0 with centred inputs. Four order parameters are enough where nothing makes them leave 0: for odd phi or r = 0."
                + remark
            Equations =
                sources
                |> List.mapi (fun i (quantity, source) ->
                    DerivationStep.equation
                        $"C-{i + 1}"
                        "source of a collective covariance"
                        (SourceOf quantity)
                        (Value(AsymptoticExpansion.exact source))
                )
            Check = Certificate.ofClosure premise gamma full
        }

    /// R-1.
    let deviations () : Step =
        {
            Title = "What moves when the input changes"
            Statement =
                "In one input all neurons share the drive S; the overlap p with the mean and the squared activity w differ from their averages. S, p and w deviate by O(N^(-1/4)), the overlap o_12 = (h^1 - m).(h^2 - m)/N of two inputs by O(N^(-1/2)). For given inputs and random weights the pre-activations are jointly Gaussian, so the average over neurons of phi(z_1) phi(z_2) follows by Price's theorem; what does not hold both inputs drops out of C."
            Equations =
                [
                    DerivationStep.equation
                        "R-1"
                        "connected average of two inputs"
                        ConnectedAverageSymbol
                        (ConnectedAverageSeries(CollectiveFluctuations.connectedAverage ()))
                ]
            Check = Certificate.ofReplicaExpansion ()
        }

    let private names (quantity: Quantity) : string =
        match quantity with
        | NSigma -> "neural-correlation strength"
        | CollectiveCovariance _ -> "collective covariance"
        | CollectiveProjection _ -> "collective projection"
        | InputCoupling _ -> "coupling of two inputs"
        | CollectiveResponse _ -> "response of the next layer"
        | CollectiveTransfer _ -> "covariance across a layer"
        | Gain
        | Correlation
        | BiasVariance
        | InputRatio
        | InputVariance
        | K1
        | K2
        | Q
        | FieldAverage _
        | WidthRatio
        | RootWidthRatio
        | PresynapticCorrelation
        | StandardizedMoment _
        | CorrelationMoment _
        | TransferTrace _
        | MeanCovariance
        | ScaledSum _ -> invalidOp "No collective quantity."

    /// The equations of a wider map: what differs from the map of four, and its coefficients.
    let private widerEquations prefix (map: LayerMap) (coefficients: (Quantity * Polynomial) list) =
        let isNew (quantity, _) =
            quantity = NSigma || List.contains quantity CollectiveFluctuations.quantities

        let values =
            map.Next
            |> List.filter isNew
            |> List.map (fun (quantity, value) -> quantity, NextLayer quantity, value)

        let definitions =
            coefficients
            |> List.map (fun (quantity, value) ->
                quantity, QuantitySymbol quantity, AsymptoticExpansion.exact value
            )

        values @ definitions
        |> List.mapi (fun i (quantity, left, value) ->
            DerivationStep.equation $"{prefix}-{i + 1}" (names quantity) left (Value value)
        )

    /// CV-1 and on.
    let collective (four: LayerMap) (full: LayerMap) : Step =
        {
            Title = "The closed map for any activation"
            Statement =
                "tr C^2 is the average of ((h^1 - h^2).(h^3 - h^4))^2 / 4 over four inputs, so the square of R-1 and the responses of p and w to S, p and w give N Sigma', M' and V'. K1', K2' and Q' stay as they are, and at the input M = V = 0."
            Equations = widerEquations "CV" full full.Definitions
            Check = Certificate.ofCollectiveMap four full
        }

    /// GC-1 and on.
    let gaussian (full: LayerMap) (gaussian: LayerMap) : Step =
        let changed =
            gaussian.Definitions
            |> List.filter (fun definition -> not (List.contains definition full.Definitions))

        {
            Title = "The Gaussian closure"
            Statement =
                "If pre-activations were jointly Gaussian over inputs, |h - m|^2/N would not move at this order and w would move as 2 p. Six parameters are left: M_pp = Q A and V_pp = Q B besides the four. Real networks are not Gaussian enough: this map holds only where M and V vanish."
            Equations = widerEquations "GC" gaussian changed
            Check = Certificate.ofHomogeneity gaussian
        }
