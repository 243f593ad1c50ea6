"""Errors the API can tell its callers about."""


class HearthError(Exception):
    status = 400
    code = "bad_request"

    def __init__(self, message="", **details):
        super().__init__(message)
        self.details = details


class NotFound(HearthError):
    status = 404
    code = "not_found"


class Forbidden(HearthError):
    status = 403
    code = "forbidden"


class Unauthenticated(HearthError):
    status = 401
    code = "unauthenticated"


class Invalid(HearthError):
    status = 422
    code = "invalid"


class Conflict(HearthError):
    status = 409
    code = "conflict"


class OutOfStock(Conflict):
    code = "out_of_stock"


class PaymentFailed(HearthError):
    status = 402
    code = "payment_failed"
