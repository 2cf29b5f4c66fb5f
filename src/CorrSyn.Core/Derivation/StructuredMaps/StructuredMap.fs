namespace CorrSyn.Derivation.StructuredMaps

open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Scaling
open CorrSyn.Derivation.Maps

/// A map whose order parameters include sums with the structure of the outgoing synapses.
type StructuredMap =
    {
        Map: LayerMap
        /// The sums among the order parameters.
        Sums: Quantity list
        /// The power of N of every sum, to leading order.
        Leading: (StructureSum * Rational) list
        /// Their values at the input layer, in terms of its K1, K2, Q and N Sigma.
        Inputs: (Quantity * Polynomial) list
    }

/// <summary>The layer map for weights that are correlated over presynaptic neurons, once the exponents are
/// known.</summary>
[<RequireQualifiedAccess>]
module StructuredMap =

    let private at = ExponentValues.assign

    let private widthPower power =
        Polynomial.widthPower (Exponent.constant power)

    /// What a sum is at leading order.
    type private LeadingSum =
        {
            Sum: StructureSum
            Scale: Rational
            /// The leading part divided by N^scale, in field averages and T_n.
            Leading: Polynomial
            /// The next power of N, divided by N^scale.
            Next: Rational option
        }

    let private largest (powers: Rational option list) =
        powers |> List.choose id |> List.sortDescending |> List.tryHead

    let private leadingSum (premise: Premise) (copies: CopyOrders) values sum : LeadingSum =
        let ofCopies = copies.Sums |> List.tryFind (fst >> (=) sum) |> Option.bind snd

        let value = StructureSums.value premise sum |> at values
        let scale = (Polynomial.tryLeadingExponent value).Value
        let isLeading (monomial: Monomial) = Exponent.value monomial.Width = scale

        {
            Sum = sum
            Scale = scale
            Leading = Polynomial.filter isLeading value * widthPower -scale
            Next =
                [
                    Polynomial.filter (isLeading >> not) value |> Polynomial.tryLeadingExponent
                    ofCopies
                ]
                |> largest
                |> Option.map (fun power -> power - scale)
        }

    let private order power =
        power
        |> Option.map AsymptoticExpansion.orderTerm
        |> Option.defaultValue AsymptoticExpansion.zero

    /// Field averages that are order parameters of the same layer.
    let private own =
        [
            Quantity.fieldAverage [ ActivityVariance ], K1
            Quantity.fieldAverage [ ActivityVariance; ActivityVariance ], K2
            Quantity.fieldAverage [ Quantity.mean; Quantity.mean ], Q
        ]

    let private toOwn =
        Polynomial.substitute (fun quantity ->
            own
            |> List.tryFind (fst >> (=) quantity)
            |> Option.map (snd >> Polynomial.quantity)
        )

    let private isOwn (polynomial: Polynomial) =
        Polynomial.quantities polynomial
        |> List.forall (fun quantity -> own |> List.exists (fst >> (=) quantity))

    /// A sum in terms of order parameters of its own layer: one of its own where those of every map are not
    /// enough.
    let private inOrderParameters (sum: LeadingSum) : AsymptoticExpansion =
        let power = AsymptoticExpansion.exact (widthPower sum.Scale)

        if isOwn sum.Leading then
            power * (AsymptoticExpansion.exact (toOwn sum.Leading) + order sum.Next)
        else
            power
            * AsymptoticExpansion.exact (Polynomial.quantity (ScaledSum(sum.Sum, sum.Scale)))

    /// The input layer: no mean activity, no coherent part, and C_kl^2 is N Sigma / N without any slope.
    let private atInput (sum: LeadingSum) : Polynomial =
        let replacement quantity =
            if quantity = Quantity.fieldAverage [ Quantity.mean ] then
                Some Polynomial.zero
            elif quantity = Quantity.fieldAverage [ Quantity.slope; Quantity.slope ] then
                Some Polynomial.one
            elif quantity = TransferTrace 2 then
                Some(Polynomial.quantity NSigma)
            else
                None

        sum.Leading
        |> Polynomial.without Correlation
        |> toOwn
        |> Polynomial.substitute replacement

    /// <summary>Powers of c in a sum of the layer above: its N is c times that in rho = r N^(-gamma) and in
    /// T_n N^(1-n).</summary>
    let private withWidthRatio (premise: Premise) gamma (polynomial: Polynomial) : Polynomial =
        let factor (monomial: Monomial) =
            let halves =
                Rational.ofInt (2 * Monomial.powerOf Correlation monomial) * gamma
                + Rational.ofInt (2 * Monomial.powerOf (TransferTrace 2) monomial)

            if not (Rational.isInteger halves) then
                invalidOp "The width ratio occurs with whole powers of its root only."

            let count = int halves.Numerator

            Polynomial.pow (count / 2) (Premise.widthRatio premise)
            * Polynomial.pow (count % 2) (Premise.rootWidthRatio premise)

        match premise.Widths with
        | EqualWidths -> polynomial
        | VaryingWidths ->
            polynomial.Terms
            |> Seq.map (fun (monomial, coefficient) ->
                Polynomial.ofTerms [ monomial, coefficient ] * factor monomial
            )
            |> Polynomial.sum

    /// <summary>The map at given exponents.</summary>
    /// <param name="premise">S of any structure.</param>
    /// <param name="moments">Their moments in terms of T_n.</param>
    /// <param name="copies">What copying adds at these exponents.</param>
    /// <param name="values">The exponents, a self-consistent choice.</param>
    let derive
        (premise: Premise)
        (moments: LayerMoments)
        (copies: CopyOrders)
        (values: ExponentValues)
        : StructuredMap =
        let sums = StructureSums.all |> List.map (leadingSum premise copies values)

        let tryInOrderParameters quantity =
            sums
            |> List.tryFind (fun sum -> quantity = StructureSums.raw sum.Sum)
            |> Option.map inOrderParameters

        let finite polynomial =
            polynomial
            |> KroneckerMoments.resolve premise
            |> at values
            |> AsymptoticExpansion.exact
            // Sums first: they hold powers of N that an order term must not hide.
            |> AsymptoticExpansion.substitute tryInOrderParameters
            |> Premise.resolvePairMeans premise
            |> AsymptoticExpansion.keepFinite

        let moment expansion =
            finite (AsymptoticExpansion.dropOrderTerm expansion)

        let fluctuation =
            moments.VarianceFluctuation
            |> AsymptoticExpansion.dropOrderTerm
            |> at values
            |> Polynomial.tryLeadingExponent
            |> fun power -> largest [ power; copies.VarianceFluctuation ]

        let average functions =
            AsymptoticExpansion.exact (Polynomial.quantity (Quantity.fieldAverage functions))
            + order fluctuation

        let price = List.head (PriceExpansion.squaredCovariance 2)

        let neglected =
            copies.SquaredCovariance
            :: KroneckerMoments.neglectedScales premise values.GammaValue
            @ copies.Neglected
            |> List.map order
            |> AsymptoticExpansion.sum

        let fixedNext =
            [
                K1, average [ ActivityVariance ]
                K2, average [ ActivityVariance; ActivityVariance ]
                Q, average [ Quantity.mean; Quantity.mean ]
                NSigma,
                AsymptoticExpansion.exact (
                    Premise.widthRatio premise * PriceExpansion.prefactor price
                )
                * moment moments.SquaredCovariance
                + neglected
            ]

        let driving = moment moments.Variance
        let field = moment moments.FieldVariance

        let next (sum: LeadingSum) =
            let leading =
                sum.Leading
                |> withWidthRatio premise values.GammaValue
                |> finite
                |> AsymptoticExpansion.dropOrderTerm

            ScaledSum(sum.Sum, sum.Scale), AsymptoticExpansion.exact leading + order sum.Next

        // Sums that occur, and sums that occur in their own next values.
        let rec close (included: (Quantity * AsymptoticExpansion) list) =
            let occurring =
                driving :: field :: List.map snd (fixedNext @ included)
                |> List.collect (AsymptoticExpansion.dropOrderTerm >> Polynomial.quantities)

            let missing =
                sums
                |> List.filter (fun sum ->
                    let quantity = ScaledSum(sum.Sum, sum.Scale)

                    List.contains quantity occurring
                    && not (included |> List.exists (fst >> (=) quantity))
                )

            if missing.IsEmpty then
                included
            else
                close (included @ List.map next missing)

        let sumsNext = close []

        {
            Map =
                {
                    DrivingVariance = driving
                    FieldVariance = field
                    Definitions = []
                    Next = fixedNext @ sumsNext
                }
            Sums = List.map fst sumsNext
            Leading = sums |> List.map (fun sum -> sum.Sum, sum.Scale)
            Inputs =
                sums
                |> List.map (fun sum -> ScaledSum(sum.Sum, sum.Scale), atInput sum)
                |> List.filter (fun (quantity, _) -> sumsNext |> List.exists (fst >> (=) quantity))
        }
