namespace CorrSyn.Numeric.WidthCorrections

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.WidthCorrections
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

/// <summary>What one layer does to deviations of single networks, and adds to them; plain units.</summary>
type LayerResponse =
    {
        /// Derivatives of the deviations by those below, in the order of <c>NetworkFluctuations</c>.
        Jacobian: float[,]
        /// N times the covariance that the layer adds, as N grows.
        Added: float[,]
        /// Of that, what shared vectors and eigenvalues O(sqrt(N)) add to the variance of K2 + N Sigma.
        Directions: float
        /// Of that, what a linear network with the same mean slope does not have.
        BeyondLinear: float
        /// What pairs of neurons of different slopes add to N^2 times the variance of K2 + N Sigma.
        OfPairs: float
        /// Covariances over neurons of the responses to Delta_ii and to w_i.C^2 w_i, as <c>ofResponses</c>.
        OfResponses: float[,][]
        /// Derivatives by tr Delta / N at given tr Delta^2; the row of K2 + N Sigma by tr Delta^2 / N.
        ByTrace: float[]
        BySquaredTrace: float
        /// The average of kappa^2.
        SquaredSlope: float
    }

/// <summary>How single networks scatter in one layer: N times covariances over networks, as N grows; N is its own width.</summary>
type LayerScatter =
    {
        Layer: int
        /// N Cov of K1, Q, K2 + N Sigma, K2 and the N^(-1/2) W_ab, rows and columns in this order.
        Covariance: float[,]
        /// T3 = tr C^3 / N^(3/2) and T4 = tr C^4 / N^2.
        Cubed: float
        Quartic: float
        /// tr C^3 / N and tr C^4 / N without eigenvalues O(sqrt(N)).
        BulkCubed: float
        BulkQuartic: float
        /// How the layer made this of what is below; None for the input.
        Response: LayerResponse option
    }

/// <summary>Evaluates the recursion of covariances over networks.</summary>
[<RequireQualifiedAccess>]
module NetworkScatter =

    let private flat (rows: Polynomial list list) = List.concat rows

    let private slope = CollectiveFluctuations.overlapCoupling

    let private squaredSlope =
        Polynomial.quantity (Quantity.fieldAverage [ Quantity.slope; Quantity.slope ])

    let private source = Polynomial.quantity Correlation * Polynomial.quantity K1

    /// T3 and T4 one layer up: each is passed on by its power of g <kappa^2>, with the shared direction added. For N_in neurons
    /// below they are to be multiplied by (N/N_in)^(3/2) and (N/N_in)^2.
    let private traces =
        [ 3, CubedCovariance; 4, QuarticCovariance ]
        |> List.map (fun (power, quantity) ->
            Polynomial.pow power slope
            * (Polynomial.quantity quantity + Polynomial.pow power source)
        )

    let private count = NetworkFluctuations.count
    let private meanCount = NetworkFluctuations.meanCount

    /// What the rows of these weights are like.
    let lawOf (synapses: SynapseEnsemble) : RowLaw =
        match synapses with
        | SynapseEnsemble.Gaussian _
        | SynapseEnsemble.Independent -> RowLaw.Gaussian
        | SynapseEnsemble.Binary _ -> RowLaw.Binary
        | SynapseEnsemble.Orthogonal -> RowLaw.Orthogonal

    /// t3 below has a name, and for t4 stands what does not occur besides.
    let private bulkTraces law =
        let cubed, quartic =
            UnequalNeurons.bulkTraces
                law
                (Polynomial.quantity FiniteCubedCovariance)
                (Polynomial.quantity NSigmaCorrection)

        [ cubed; quartic ]

    let private equations law sharedVariance =
        flat (NetworkFluctuations.jacobian law sharedVariance)
        @ flat (NetworkFluctuations.added law sharedVariance)
        @ traces
        @ [
            NetworkFluctuations.directions law
            NetworkFluctuations.beyondLinear law
            NetworkFluctuations.bySquaredTrace
            squaredSlope
        ]
        @ NetworkFluctuations.byTrace law
        @ (UnequalNeurons.ofResponses law |> List.concat |> List.concat)
        @ [ UnequalNeurons.ofPairs law ]
        @ bulkTraces law

    /// C = xi xi^T / N: moments of the law of Marchenko and Pastur.
    let private start (inputs: InputEnsemble) =
        let a = inputs.Ratio
        let squared = inputs.StandardDeviation * inputs.StandardDeviation

        {
            BulkCubed = pown squared 3 * (a + 3.0 * a * a + pown a 3)
            BulkQuartic = pown squared 4 * (a + 6.0 * a * a + 6.0 * pown a 3 + pown a 4)
            Layer = 0
            Covariance = Array2D.zeroCreate count count
            Cubed = 0.0
            Quartic = 0.0
            Response = None
        }

    /// <summary>J C J^T, of a covariance C.</summary>
    let passOn (jacobian: float[,]) (covariance: float[,]) : float[,] =
        let product (a: int -> int -> float) (b: int -> int -> float) =
            Array2D.init
                count
                count
                (fun i j -> Seq.sum (seq { for k in 0 .. count - 1 -> a i k * b k j }))

        let half = product (fun i k -> jacobian[i, k]) (fun k j -> covariance[k, j])
        product (fun i k -> half[i, k]) (fun k j -> jacobian[j, k])

    let private next
        settings
        equations
        (ratio: float, layer: NetworkLayer)
        (below: LayerState)
        (scatter: LayerScatter)
        =
        let valueOf quantity =
            if quantity = CubedCovariance then
                Some scatter.Cubed
            elif quantity = QuarticCovariance then
                Some scatter.Quartic
            elif quantity = FiniteCubedCovariance then
                Some scatter.BulkCubed
            elif quantity = NSigmaCorrection then
                Some scatter.BulkQuartic
            else
                None

        LayerEquations.evaluate settings ratio layer below valueOf equations
        |> Result.map (fun values ->
            let values = Array.ofList values
            let square = count * count
            let after = 2 * square + 6 + meanCount * (1 + 3 * meanCount)

            let response =
                {
                    Jacobian = Array2D.init count count (fun i j -> values[count * i + j])
                    Added = Array2D.init count count (fun i j -> values[square + count * i + j])
                    Directions = values[2 * square + 2]
                    BeyondLinear = values[2 * square + 3]
                    BySquaredTrace = values[2 * square + 4]
                    SquaredSlope = values[2 * square + 5]
                    ByTrace = values[2 * square + 6 .. 2 * square + 5 + meanCount]
                    OfPairs = values[after]
                    OfResponses =
                        Array.init
                            3
                            (fun table ->
                                let start = 2 * square + 6 + meanCount * (1 + meanCount * table)

                                Array2D.init
                                    meanCount
                                    meanCount
                                    (fun i j -> values[start + meanCount * i + j])
                            )
                }

            let passedOn = passOn response.Jacobian scatter.Covariance

            {
                Layer = below.Layer + 1
                Covariance =
                    Array2D.init
                        count
                        count
                        (fun i j -> ratio * passedOn[i, j] + response.Added[i, j])
                Cubed = Math.Pow(ratio, 1.5) * values[2 * square]
                Quartic = ratio * ratio * values[2 * square + 1]
                BulkCubed = values[after + 1]
                BulkQuartic = values[after + 2]
                Response = Some response
            }
        )

    /// <summary>The scatter of the input, which is none at this order, and of every layer.</summary>
    /// <param name="settings">The accuracy of averages over the field.</param>
    /// <param name="sharedVariance">sqrt(N) E Delta_ij at leading order.</param>
    /// <param name="spec">A network; phi is odd, or r = 0, and orthogonal layers are square.</param>
    /// <param name="states">The limit of infinite width.</param>
    let evaluate
        settings
        (sharedVariance: Polynomial)
        (spec: NetworkSpec)
        (states: LayerState list)
        : Result<LayerScatter list, SolveError> =
        let equations =
            spec.Layers
            |> List.map (fun layer -> lawOf layer.Synapses)
            |> List.distinct
            |> List.map (fun law -> law, equations law sharedVariance)
            |> Map.ofList

        let rec run scatter states layers collected =
            match states, layers with
            | below :: states, (ratio, layer: NetworkLayer) :: layers ->
                next settings equations[lawOf layer.Synapses] (ratio, layer) below scatter
                |> Result.bind (fun scatter -> run scatter states layers (scatter :: collected))
            | _ -> Ok(List.rev collected)

        let start = start spec.Inputs
        run start states (LayerWidths.withRatios spec) [ start ]
