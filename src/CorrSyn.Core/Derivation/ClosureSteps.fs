namespace CorrSyn.Derivation

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.WidthCorrections
open CorrSyn.Derivation.Certificates

/// The last steps of the argument: which order parameters are enough.
[<RequireQualifiedAccess>]
module ClosureSteps =

    let private closureStep premise gamma (full: LayerMap) : Step =
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
                    Equation.create
                        $"C-{i + 1}"
                        "source of a collective covariance"
                        (SourceOf quantity)
                        (Value(AsymptoticExpansion.exact source))
                )
            Check = MapCertificate.ofClosure premise gamma full
        }

    let private deviationsStep () : Step =
        {
            Title = "What moves when the input changes"
            Statement =
                "In one input all neurons share the drive S; the overlap p with the mean and the squared activity w differ from their averages. S, p and w deviate by O(N^(-1/4)), the overlap o_12 = (h^1 - m).(h^2 - m)/N of two inputs by O(N^(-1/2)). For given inputs and random weights the pre-activations are jointly Gaussian, so the average over neurons of phi(z_1) phi(z_2) follows by Price's theorem; what does not hold both inputs drops out of C."
            Equations =
                [
                    Equation.create
                        "R-1"
                        "connected average of two inputs"
                        ConnectedAverageSymbol
                        (ConnectedAverageSeries(CollectiveFluctuations.connectedAverage ()))
                ]
            Check = MapCertificate.ofReplicaExpansion ()
        }

    let private names (quantity: Quantity) : string =
        match quantity with
        | NSigma -> "neural-correlation strength"
        | CollectiveCovariance _ -> "collective covariance"
        | CollectiveProjection _ -> "collective projection"
        | InputCoupling _ -> "coupling of two inputs"
        | CollectiveResponse _ -> "response of the next layer"
        | CollectiveTransfer _ -> "covariance across a layer"
        | NSigmaCorrection -> "next order of the neural-correlation strength"
        | OverlapMoment _ -> "overlap of inputs in which a collective variable is large"
        | NextProjection _ -> "covariances of neurons with collective variables"
        | CubedCovariance -> "trace of the cubed covariance"
        | other -> invalidOp $"No collective quantity: {other}."

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
            Equation.create $"{prefix}-{i + 1}" (names quantity) left (Value value)
        )

    let private collectiveStep (four: LayerMap) (full: LayerMap) : Step =
        {
            Title = "The closed map for any activation"
            Statement =
                "tr C^2 is the average of ((h^1 - h^2).(h^3 - h^4))^2 / 4 over four inputs, so the square of R-1 and the responses of p and w to S, p and w give N Sigma', M' and V'. K1', K2' and Q' stay as they are, and at the input M = V = 0."
            Equations = widerEquations "CV" full full.Definitions
            Check = MapCertificate.ofCollectiveMap four full
        }

    let private gaussianStep (full: LayerMap) (gaussian: LayerMap) : Step =
        let changed =
            gaussian.Definitions
            |> List.filter (fun definition -> not (List.contains definition full.Definitions))

        {
            Title = "The Gaussian closure"
            Statement =
                "If pre-activations were jointly Gaussian over inputs, |h - m|^2/N would not move at this order and w would move as 2 p. Six parameters are left: M_pp = Q A and V_pp = Q B besides the four. Real networks are not Gaussian enough: this map holds only where M and V vanish."
            Equations = widerEquations "GC" gaussian changed
            Check = MapCertificate.ofHomogeneity gaussian
        }

    let private nextOrderStep premise moments gamma : Step =
        let values =
            NextOrder.next (LayerMap.sharedVariance premise moments gamma)
            |> List.mapi (fun i (quantity, value) ->
                Equation.create
                    $"NO-{i + 1}"
                    (names quantity)
                    (NextLayer quantity)
                    (Value(AsymptoticExpansion.exact value))
            )

        let ofGaussianInputs =
            Equation.create
                $"NO-{values.Length + 1}"
                "part of the next order that Delta_ii and Delta_ij^2 make together"
                CorrectionOfVarianceFluctuations
                (Value(AsymptoticExpansion.exact (NextOrder.ofVarianceFluctuation premise gamma)))

        {
            Title = "The next order for odd activations"
            Statement =
                "For odd phi p and w move by O(N^(-1/2)), with the squares of the shared drives below and with their products with the drive that all inputs have in common. N Sigma gets the correction Sigma_1 N^(-1/2), D/N the correction -(D/N) Sigma_1/(K2 + N Sigma) N^(-1/2); K1, K2 and Q get none of this order. The last equation is the part that Delta_ii and Delta_ij^2 make by fluctuating together over neurons, all of it if inputs were Gaussian; the rest is the motion of p and w over inputs. N Sigma of single networks scatters by a relative O(N^(-1/2)), so that Jensen's inequality changes the mean of D/N at O(1/N) only."
            Equations = values @ [ ofGaussianInputs ]
            Check =
                Certificate.create
                    "second route"
                    (NextOrder.ofGaussianInputs () = NextOrder.ofVarianceFluctuation premise gamma)
                    "for Gaussian inputs, B_w = 2 T3, B_p = 0 and W = 0, the correction is that of N cov(Delta_ii, Delta_ij^2), averaged over weights by set partitions"
        }

    /// The corrections of order 1/N that the neurons of one layer make.
    let private finiteWidthStep firstNumber premise gamma : Step =
        let parts =
            [
                "v",
                "part of the order 1/N that the fluctuation of Delta_ii over neurons makes",
                NextOrderParts.ofVariance premise gamma
                "c",
                "part that its correlation with Delta_ij^2 makes",
                NextOrderParts.ofCorrelation premise gamma
                "s",
                "part of the next terms of Price's series",
                NextOrderParts.ofSeries premise gamma
            ]
            |> List.mapi (fun i (index, name, value) ->
                Equation.create
                    $"NO-{firstNumber + i}"
                    name
                    (NextCorrectionPart(index, index))
                    (Value(AsymptoticExpansion.exact value))
            )

        {
            Title = "The order 1/N"
            Statement =
                "For given inputs of a layer the pre-activations of all neurons are jointly Gaussian over correlated Gaussian weights, with covariances that hold the overlaps of the inputs, and the overlaps one layer up are means over neurons. Price's theorem gives averages of products of their deviations as series in those below, and up to 1/N products of four overlaps close. The equations are what one layer adds to the correction of order 1/N of N Sigma for Gaussian inputs; at the first layer they are all of it, besides what the input brings."
            Equations = parts
            Check = NextOrderCertificate.ofFirstLayer premise gamma
        }

    /// <summary>When four order parameters are enough, and what takes their place elsewhere.</summary>
    /// <param name="premise">The premise.</param>
    /// <param name="moments">The averages over the weights under that premise.</param>
    /// <param name="gamma">The exponent in rho = r N^(-gamma).</param>
    /// <param name="map">The layer map of each closure.</param>
    let derive
        (premise: Premise)
        (moments: LayerMoments)
        (gamma: Rational)
        (map: Closure -> LayerMap)
        : Step list =
        let full = map CollectiveVariables

        [
            closureStep premise gamma full

            if premise.Activation = AnyActivation && not (List.isEmpty (Parity.sources full)) then
                deviationsStep ()
                collectiveStep (map FourParameters) full
                gaussianStep full (map GaussianPreActivations)

            if NextOrder.holdsFor premise then
                let step = nextOrderStep premise moments gamma
                step
                finiteWidthStep (step.Equations.Length + 1) premise gamma
        ]
