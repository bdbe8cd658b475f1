import { z } from 'zod';
import { errorCatalogue, type ErrorCode } from '../errors.ts';

export const ErrorCodeSchema = z.enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]);
